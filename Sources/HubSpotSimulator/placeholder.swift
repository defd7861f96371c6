// HubSpotSimulator

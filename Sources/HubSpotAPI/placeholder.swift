// HubSpotAPI

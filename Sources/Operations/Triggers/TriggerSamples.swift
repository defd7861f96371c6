/// The samples of webhooks, by name: `Samples/NAME.json`.
enum TriggerSamples {
    static let all: [String: [UInt8]] = [
        "assignment": PackageResources.assignment_json,
        "batch": PackageResources.batch_json,
        "comment": PackageResources.comment_json,
        "contactPrivacyDeletion": PackageResources.contactPrivacyDeletion_json,
        "deletion": PackageResources.deletion_json,
        "emptyBatch": PackageResources.emptyBatch_json,
        "missingId": PackageResources.missingId_json,
        "newMessage": PackageResources.newMessage_json,
        "notAnArray": PackageResources.notAnArray_json,
        "notJSON": PackageResources.notJSON_json,
        "note": PackageResources.note_json,
        "privacyDeletion": PackageResources.privacyDeletion_json,
        "status": PackageResources.status_json,
        "ticketAssociation": PackageResources.ticketAssociation_json,
        "ticketChange": PackageResources.ticketChange_json,
        "ticketDeletion": PackageResources.ticketDeletion_json,
        "ticketMerge": PackageResources.ticketMerge_json,
        "ticketRestore": PackageResources.ticketRestore_json,
        "tooDeep": PackageResources.tooDeep_json,
        "unknownType": PackageResources.unknownType_json,
        "wrongPortal": PackageResources.wrongPortal_json,
    ]
}

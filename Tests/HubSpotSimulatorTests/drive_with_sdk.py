"""Drives a portal with HubSpot's own SDK. Arguments: the base URL; SIMULATOR_TOKEN holds the token.

Prints the name of each check that held, one a line; ends with 1 at the first that did not. The SDK's models raise when a
required member of an answer is missing or of another type, so that parsing alone is half of every check.
"""

import json
import os
import sys
import tempfile

from hubspot import HubSpot
from hubspot.crm import associations, companies, contacts, deals, owners, pipelines, properties, tickets
from hubspot.crm.associations.v4 import AssociationSpec
from hubspot.crm.objects import notes
from hubspot.files import ApiException as FilesException

client = HubSpot(access_token=os.environ["SIMULATOR_TOKEN"], host=sys.argv[1])
run = sys.argv[2]
crm = client.crm


def check(name, holds, seen=""):
    if not holds:
        sys.exit(f"{name}: does not hold {seen}")
    print(name, flush=True)


def refused(kind, status, call):
    try:
        call()
    except kind as error:
        if error.status == status == 404 and error.headers.get("X-HubSpot-NotFound"):
            return {"status": "error"}
        body = json.loads(error.body)
        return body if error.status == status and body["status"] == "error" and body["correlationId"] else None
    return None


def link(target, type_id, module):
    return module.PublicAssociationsForObject(
        to=module.PublicObjectId(id=target),
        types=[module.AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=type_id)])


# Contacts
address = f"ann.{run}@customer.example"
ann = crm.contacts.basic_api.create(contacts.SimplePublicObjectInputForCreate(
    properties={"email": address, "firstname": "Ann", "phone": "+1-555-0142"}, associations=[]))
check("contact created", ann.id.isdigit() and ann.created_at is not None and ann.archived is False)
read = crm.contacts.basic_api.get_by_id(ann.id, properties=["email", "phone"])
check("contact by id", read.properties["email"] == address)
read = crm.contacts.basic_api.get_by_id(address, id_property="email", properties=["email"])
check("contact by address", read.id == ann.id)
body = refused(contacts.ApiException, 409, lambda: crm.contacts.basic_api.create(
    contacts.SimplePublicObjectInputForCreate(properties={"email": address}, associations=[])))
check("contact conflict names the first", body and body["message"] == f"Contact already exists. Existing ID: {ann.id}", body)
changed = crm.contacts.basic_api.update(ann.id, contacts.SimplePublicObjectInput(properties={"lastname": "Other"}))
check("contact updated", changed.properties["lastname"] == "Other")


def contacts_found(name, value):
    condition = {"propertyName": name, "operator": "EQ", "value": value}
    return crm.contacts.search_api.do_search(contacts.PublicObjectSearchRequest(
        filter_groups=[{"filters": [condition]}], properties=["email"], limit=10, after=0, sorts=[]))


check("contact searched by address", [found.id for found in contacts_found("email", address.upper()).results] == [ann.id])
check("contact searched by phone", ann.id in [
    found.id for found in contacts_found("hs_searchable_calculated_phone_number", "5550142").results])
check("contact unknown", refused(contacts.ApiException, 404, lambda: crm.contacts.basic_api.get_by_id("1"))["category"]
      == "OBJECT_NOT_FOUND")
for number in range(12):
    crm.contacts.basic_api.create(contacts.SimplePublicObjectInputForCreate(
        properties={"email": f"{number}.{address}"}, associations=[]))
page = crm.contacts.basic_api.get_page(limit=5)
second = crm.contacts.basic_api.get_page(limit=5, after=page.paging.next.after)
check("contacts paged", len(page.results) == 5 and not {row.id for row in page.results} & {row.id for row in second.results})
check("contacts all", len({row.id for row in crm.contacts.get_all()}) >= 13)
batch = crm.contacts.batch_api.read(contacts.BatchReadInputSimplePublicObjectId(
    inputs=[{"id": ann.id}], properties=["email"], properties_with_history=[]))
check("contacts batch", batch.status == "COMPLETE" and batch.results[0].properties["email"] == address)

# Tickets
ticket = crm.tickets.basic_api.create(tickets.SimplePublicObjectInputForCreate(
    properties={"subject": f"Printer {run}", "hs_pipeline": "0", "hs_pipeline_stage": "1"},
    associations=[link(ann.id, 16, tickets)]))
check("ticket created with its contact", ticket.properties["hs_pipeline_stage"] == "1")
changed = crm.tickets.basic_api.update(ticket.id, tickets.SimplePublicObjectInput(properties={"hs_ticket_priority": "HIGH"}))
check("ticket updated", changed.properties["hs_ticket_priority"] == "HIGH")
read = crm.tickets.basic_api.get_by_id(ticket.id, properties=["subject"], associations=["contacts"])
check("ticket read with associations", [to.id for to in read.associations["contacts"].results] == [ann.id])
of_contact = {"propertyName": "associations.contact", "operator": "EQ", "value": ann.id}
found = crm.tickets.search_api.do_search(tickets.PublicObjectSearchRequest(
    filter_groups=[{"filters": [of_contact]}], properties=["subject"], limit=10, after=0, sorts=[]))
check("tickets searched by contact", found.total == 1 and found.results[0].id == ticket.id)
body = refused(tickets.ApiException, 400, lambda: crm.tickets.basic_api.create(tickets.SimplePublicObjectInputForCreate(
    properties={"subject": "No stage"}, associations=[])))
check("ticket without a stage refused", body and body["category"] == "VALIDATION_ERROR")

# Owners
everybody = crm.owners.owners_api.get_page(limit=100).results
check("owners listed", len(everybody) >= 2 and all(owner.type == "PERSON" for owner in everybody))
rep = everybody[-1]
by_user = crm.owners.owners_api.get_by_id(owner_id=rep.user_id, id_property="userId")
check("owner by user", by_user.id == rep.id)
check("owner by address", [owner.id for owner in crm.owners.owners_api.get_page(email=rep.email).results] == [rep.id])
check("owner assigned", crm.tickets.basic_api.update(ticket.id, tickets.SimplePublicObjectInput(
    properties={"hubspot_owner_id": rep.id})).properties["hubspot_owner_id"] == rep.id)
check("user as owner refused", refused(tickets.ApiException, 400, lambda: crm.tickets.basic_api.update(
    ticket.id, tickets.SimplePublicObjectInput(properties={"hubspot_owner_id": str(rep.user_id)}))))

# Pipelines
support = crm.pipelines.pipelines_api.get_all("tickets").results[0]
check("pipelines", [stage.metadata["isClosed"] for stage in support.stages][-1] == "true")
check("pipeline", crm.pipelines.pipelines_api.get_by_id("tickets", support.id).label == support.label)
check("stages", len(crm.pipelines.pipeline_stages_api.get_all("tickets", support.id).results) == len(support.stages))

# Associations
of_ticket = crm.associations.v4.basic_api.get_page("tickets", ticket.id, "contacts")
check("associations listed", str(of_ticket.results[0].to_object_id) == ann.id
      and of_ticket.results[0].association_types[0].type_id == 16)
company = crm.companies.basic_api.create(companies.SimplePublicObjectInputForCreate(
    properties={"name": "Example Outfitters", "domain": "shop.example"}, associations=[]))
crm.associations.v4.basic_api.create_default("contacts", ann.id, "companies", company.id)
crm.associations.v4.basic_api.create(
    "contacts", ann.id, "companies", company.id, [AssociationSpec("HUBSPOT_DEFINED", 1)])
types = crm.associations.v4.basic_api.get_page("contacts", ann.id, "companies").results[0].association_types
check("associated by default and as primary", {kind.label for kind in types} == {None, "Primary"})
many = crm.associations.v4.batch_api.get_page(
    "contacts", "companies", {"inputs": [{"id": ann.id}]})
check("associations in a batch", str(many.results[0].to[0].to_object_id) == company.id)
crm.associations.v4.basic_api.archive("contacts", ann.id, "companies", company.id)
check("association removed", crm.associations.v4.basic_api.get_page("contacts", ann.id, "companies").results == [])
deal = crm.deals.basic_api.create(deals.SimplePublicObjectInputForCreate(
    properties={"dealname": "Boots", "dealstage": "closedwon"}, associations=[link(ann.id, 3, deals)]))
check("deal of the contact", str(crm.associations.v4.basic_api.get_page("contacts", ann.id, "deals").results[0].to_object_id)
      == deal.id)

# Notes
note = crm.objects.notes.basic_api.create(notes.SimplePublicObjectInputForCreate(
    properties={"hs_note_body": "<p>VIP</p>", "hs_timestamp": "2026-11-25T09:00:00Z"},
    associations=[link(ticket.id, 228, notes), link(ann.id, 202, notes)]))
check("note on the ticket", str(crm.associations.v4.basic_api.get_page("tickets", ticket.id, "notes").results[0].to_object_id)
      == note.id)
batch = crm.objects.notes.batch_api.read(notes.BatchReadInputSimplePublicObjectId(
    inputs=[{"id": note.id}], properties=["hs_note_body"], properties_with_history=[]))
check("notes batch", batch.results[0].properties["hs_note_body"] == "<p>VIP</p>")

# Properties
name = f"relay_{run}"
crm.properties.groups_api.create("tickets", properties.PropertyGroupCreate(name=f"group_{run}", label="DeskRelay"))
made = crm.properties.core_api.create("tickets", properties.PropertyCreate(
    name=name, label="Plan", type="enumeration", field_type="select", group_name=f"group_{run}",
    options=[properties.OptionInput(label="Pro", value="pro", hidden=False, display_order=0)]))
check("property created", made.name == name and made.options[0].value == "pro")
check("properties listed", name in [prop.name for prop in crm.properties.core_api.get_all("tickets").results])
check("property read", crm.properties.core_api.get_by_name("tickets", "hs_ticket_priority").hubspot_defined is True)
check("property conflict", refused(properties.ApiException, 409, lambda: crm.properties.core_api.create(
    "tickets", properties.PropertyCreate(name=name, label="Plan", type="string", field_type="text", group_name=f"group_{run}"))))
crm.properties.core_api.archive("tickets", name)
check("property archived", refused(properties.ApiException, 404, lambda: crm.properties.core_api.get_by_name("tickets", name)))

# Archiving
crm.tickets.basic_api.archive(ticket.id)
check("ticket archived", refused(tickets.ApiException, 404, lambda: crm.tickets.basic_api.get_by_id(ticket.id))
      and crm.tickets.basic_api.get_by_id(ticket.id, archived=True).archived is True)

# Files
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "receipt.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("paid")
    stored = client.files.files_api.upload(file=path, folder_path="/relay", options=json.dumps({"access": "PRIVATE"}))
check("file uploaded", stored.name == "receipt" and stored.extension == "txt" and stored.size == 4)
check("file signed", client.files.files_api.get_signed_url(stored.id).url.startswith(sys.argv[1]))
try:
    client.files.files_api.get_by_id("1")
    check("file unknown", False)
except FilesException as error:
    check("file unknown", error.status == 404)

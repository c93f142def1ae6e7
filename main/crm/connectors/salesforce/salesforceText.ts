/** The template Salesforce is asked by, as a site would write it. */
export const salesforceText = `# Salesforce, as Najva asks it when crm.yaml says kind: salesforce: contacts in, calls back as tasks.
# An organisation with fields of its own begins with a copy of this text (kind: rest, template: …), its own address
# and its connected app's consumer key in place of the words in capitals.
#
# REST API Developer Guide: Query, Search, sObject Rows; Object Reference: Contact, Task; OAuth 2.0 Web Server Flow.
name: Salesforce
url: https://INSTANCE.invalid/services/data/v62.0/
signIn:
  kind: authorizationCode
  authorizeUrl: https://INSTANCE.invalid/services/oauth2/authorize
  tokenUrl: https://INSTANCE.invalid/services/oauth2/token
  clientId: CLIENT
  clientProof: body
  scope: api refresh_token
  # The connected app names its callback address beforehand: http://127.0.0.1:8917/callback
  redirectPort: 8917
  redirectPath: /callback
lookup:
  # SOSL finds a number however it is written; {{ and }} are braces that stay.
  request:
    path: search/
    query:
      q: >-
        FIND {{{number.significant}}} IN PHONE FIELDS RETURNING Contact(Id, Name, Title, Email, Account.Name,
        MobilePhone, Phone, HomePhone, OtherPhone, LastModifiedDate)
  people: searchRecords[]
sync:
  size: 200
  full:
    # By the id and not by nextRecordsUrl, which Salesforce forgets after two days: a desk that was off goes on.
    request:
      path: query/
      query:
        q: >-
          SELECT Id, Name, Title, Email, Account.Name, MobilePhone, Phone, HomePhone, OtherPhone, LastModifiedDate
          FROM Contact WHERE Id > '{cursor}' ORDER BY Id LIMIT {size}
    people: records[]
    paging: { by: cursor, at: 'records[-1].Id', first: '000000000000000' }
  delta:
    # queryAll also gives who was deleted.
    request:
      path: queryAll/
      query:
        q: >-
          SELECT Id, IsDeleted, Name, Title, Email, Account.Name, MobilePhone, Phone, HomePhone, OtherPhone,
          LastModifiedDate FROM Contact WHERE SystemModstamp >= {since} AND Id > '{cursor}' ORDER BY Id LIMIT {size}
    people: records[]
    paging: { by: cursor, at: 'records[-1].Id', first: '000000000000000' }
    gone:
      when: { at: IsDeleted, is: true }
  since: { from: clock, overlapSeconds: 60, as: iso }
card:
  personId: Id
  name: Name
  company: Account.Name
  numbers: [MobilePhone, Phone, HomePhone, OtherPhone]
  changedAt: LastModifiedDate
  extra:
    - { name: Title, value: Title }
    - { name: Email, value: Email }
write:
  # CallObject is Salesforce's own field for what a telephone system calls a call; here it is what makes twice harmless.
  existing:
    request:
      path: query/
      query:
        q: SELECT Id FROM Task WHERE CallObject = '{activity.activityId}' LIMIT 1
    found: records[0].Id
  request:
    path: sobjects/Task/
    body:
      Subject: '{activity.summary}'
      Description: '{activity.note}'
      WhoId: '{activity.personId}'
      Status: Completed
      TaskSubtype: Call
      ActivityDate: '{activity.startedOn}'
      CallType: '{activity.direction}'
      CallDurationInSeconds: '{activity.talkSeconds}'
      CallDisposition: '{activity.dispositionId}'
      CallObject: '{activity.activityId}'
  words:
    direction: { in: Inbound, out: Outbound }
  followUp:
    existing:
      request:
        path: query/
        query:
          q: SELECT Id FROM Task WHERE CallObject = 'follow-up {activity.activityId}' LIMIT 1
      found: records[0].Id
    request:
      path: sobjects/Task/
      body:
        Subject: Follow up
        Description: '{activity.note}'
        WhoId: '{activity.personId}'
        Status: Not Started
        ActivityDate: '{activity.followUpOn}'
        CallObject: 'follow-up {activity.activityId}'
`

package io.sightline.config;

/** What a mail says unless {@code notify.yaml} says otherwise; templates in Mustache. */
final class DefaultMail {

    static final String SUBJECT = "[{{severity}}] {{stream_id}}: {{defect}} {{event}}";

    static final String BODY =
            """
            {{message}}

            Stream     {{stream_id}} ({{rendition}})
            Defect     {{defect}}
            Event      {{event}} at {{event_at}}
            Severity   {{severity}}
            Since      {{started_at}}
            {{#cleared}}
            Until      {{ended_at}} ({{duration}})
            {{/cleared}}
            {{#is_group}}
            Members    {{member_count}}
            {{#member_streams}}
              {{.}}
            {{/member_streams}}
            {{/is_group}}
            {{#label_list}}
            {{name}} = {{value}}
            {{/label_list}}
            {{#evidence}}
            Evidence   {{evidence}}
            {{/evidence}}

            Incident {{incident_id}}, alert {{alert_id}}
            """;

    private DefaultMail() {}
}

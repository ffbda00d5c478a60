-- A row that cannot be checked against an article's own words is no fact.
with facts as (
    select meeting_id as event_id from {{ ref('fct_meetings') }}
    union all
    select pledge_id from {{ ref('fct_pledges') }}
    union all
    select agreement_id from {{ ref('fct_agreements') }}
)

select facts.event_id
from facts
left join {{ ref('fct_event_evidence') }} as evidence on facts.event_id = evidence.event_id
where evidence.event_id is null

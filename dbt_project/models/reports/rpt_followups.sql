with meetings as (
    select * from {{ ref('fct_meetings') }}
    where status = 'held' and meeting_date is not null
),

sides as (
    select distinct
        meeting_id,
        actor_id
    from {{ ref('fct_meeting_participants') }}
    where actor_id is not null
),

pledge_sides as (
    select
        donors.pledge_id as event_id,
        'pledge' as event_type,
        donors.actor_id as one_actor_id,
        recipients.actor_id as other_actor_id,
        pledges.pledge_date as event_date,
        concat_ws(' ', pledges.donors_text, 'to', pledges.recipients_text) as event_text
    from {{ ref('fct_pledge_donors') }} as donors
    inner join {{ ref('fct_pledge_recipients') }} as recipients on donors.pledge_id = recipients.pledge_id
    inner join {{ ref('fct_pledges') }} as pledges on donors.pledge_id = pledges.pledge_id
),

agreement_sides as (
    select
        one.agreement_id as event_id,
        'agreement' as event_type,
        one.actor_id as one_actor_id,
        other.actor_id as other_actor_id,
        agreements.agreement_date as event_date,
        agreements.parties_text as event_text
    from {{ ref('fct_agreement_parties') }} as one
    inner join {{ ref('fct_agreement_parties') }} as other
        on one.agreement_id = other.agreement_id and one.actor_id < other.actor_id
    inner join {{ ref('fct_agreements') }} as agreements on one.agreement_id = agreements.agreement_id
),

outcomes as (
    select * from pledge_sides
    union all
    select * from agreement_sides
),

final as (
    select distinct
        meetings.meeting_id,
        meetings.meeting_date,
        meetings.participants_text,
        outcomes.event_id,
        outcomes.event_type,
        outcomes.event_date,
        outcomes.event_text,
        outcomes.event_date - meetings.meeting_date as n_days_after
    from meetings
    inner join sides as one on meetings.meeting_id = one.meeting_id
    inner join sides as other on one.meeting_id = other.meeting_id and one.actor_id != other.actor_id
    inner join outcomes on one.actor_id = outcomes.one_actor_id and other.actor_id = outcomes.other_actor_id
    where outcomes.event_date - meetings.meeting_date between 0 and 30
)

select * from final

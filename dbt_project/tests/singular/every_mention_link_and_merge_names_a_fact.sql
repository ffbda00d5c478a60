-- Tellings, evidence, links and merges point at rows of the three fact tables, and a merged id is in none of them.
with facts as (
    select meeting_id as event_id from {{ ref('fct_meetings') }}
    union all
    select pledge_id from {{ ref('fct_pledges') }}
    union all
    select agreement_id from {{ ref('fct_agreements') }}
),

named as (
    select 'fct_event_mentions' as place, event_id from {{ ref('fct_event_mentions') }}
    union all
    select 'fct_event_evidence', event_id from {{ ref('fct_event_evidence') }}
    union all
    select 'fct_event_links', from_event_id from {{ ref('fct_event_links') }}
    union all
    select 'fct_event_links', to_event_id from {{ ref('fct_event_links') }}
    union all
    select 'merged_events', merged_into_id from {{ ref('merged_events') }}
),

dangling as (
    select distinct
        named.place,
        named.event_id
    from named
    left join facts on named.event_id = facts.event_id
    where facts.event_id is null
),

undead as (
    select
        'merged_events.event_id' as place,
        merged.event_id
    from {{ ref('merged_events') }} as merged
    inner join facts on merged.event_id = facts.event_id
)

select * from dangling
union all
select * from undead

with links as (
    select distinct
        from_event_id,
        to_event_id
    from {{ ref('fct_event_links') }}
    where link_type in ('pledged_at', 'agreed_at')
),

meetings as (
    select * from {{ ref('fct_meetings') }}
),

pledges as (
    select * from {{ ref('fct_pledges') }}
),

agreements as (
    select * from {{ ref('fct_agreements') }}
),

outcomes as (
    select
        links.to_event_id as meeting_id,
        count(pledges.pledge_id) as n_pledges,
        count(pledges.pledge_id) filter (pledges.status = 'disbursed') as n_pledges_disbursed,
        sum(pledges.amount_eur) filter (pledges.recommended_for_totals) as pledged_amount_eur,
        sum(pledges.amount_eur) filter (pledges.recommended_for_totals and pledges.status = 'disbursed')
            as disbursed_amount_eur,
        count(agreements.agreement_id) as n_agreements,
        count(agreements.agreement_id) filter (agreements.status in ('signed', 'ratified', 'in_force', 'extended'))
            as n_agreements_signed
    from links
    left join pledges on links.from_event_id = pledges.pledge_id
    left join agreements on links.from_event_id = agreements.agreement_id
    group by links.to_event_id
),

final as (
    select
        meetings.meeting_id,
        meetings.meeting_date,
        meetings.status,
        meetings.place,
        meetings.participants_text,
        outcomes.n_pledges,
        outcomes.n_pledges_disbursed,
        outcomes.pledged_amount_eur,
        outcomes.disbursed_amount_eur,
        outcomes.n_agreements,
        outcomes.n_agreements_signed
    from outcomes
    inner join meetings on outcomes.meeting_id = meetings.meeting_id
)

select * from final

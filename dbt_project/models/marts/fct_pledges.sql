with events as (
    select * from {{ ref('int_events_summarised') }}
    where event_type = 'pledge'
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'pledge'
),

priced as (
    select * from {{ ref('int_pledge_amounts_priced') }}
),

parts as (
    select * from {{ ref('int_pledge_totals_linked') }}
),

pledge_actors as (
    select * from {{ ref('int_pledge_actors_folded') }}
),

actors as (
    select * from {{ ref('dim_actors') }}
),

status_codes as (
    select * from {{ ref('event_statuses') }}
    where event_type = 'pledge'
),

kinds as (
    {{ most_told('tellings', 'kind') }}
),

quantities as (
    {{ most_told('tellings', 'quantity_text') }}
),

purposes as (
    {{ most_told('tellings', 'purpose') }}
),

totals as (
    select
        event_id,
        bool_and(is_total) as is_total
    from tellings
    group by event_id
),

names as (
    select
        pledge_actors.event_id,
        string_agg(actors.name, ', ' order by pledge_actors.position, actors.actor_id)
        filter (pledge_actors.actor_role = 'donor') as donors_text,
        string_agg(actors.name, ', ' order by pledge_actors.position, actors.actor_id)
        filter (pledge_actors.actor_role = 'recipient') as recipients_text
    from pledge_actors
    inner join actors on pledge_actors.actor_id = actors.actor_id
    group by pledge_actors.event_id
),

final as (
    select
        events.event_id as pledge_id,
        events.status,
        status_codes.fts_status,
        status_codes.iati_transaction_type,
        priced.pledge_date,
        priced.date_precision,
        priced.date_source,
        kinds.kind,
        priced.amount,
        priced.currency,
        priced.amount_qualifier,
        priced.amount_eur,
        priced.amount_usd,
        priced.fx_rate_date,
        priced.fx_missing_reason,
        quantities.quantity_text,
        purposes.purpose,
        names.donors_text,
        names.recipients_text,
        totals.is_total,
        parts.parent_event_id as parent_pledge_id,
        not totals.is_total
        and events.status not in ('cancelled', 'suspended')
        and not coalesce(parts.is_counted_in_parent, false) as recommended_for_totals,
        priced.amount_min_reported,
        priced.amount_max_reported,
        events.first_reported_at,
        events.last_reported_at,
        events.n_articles,
        events.n_stories,
        events.n_sources,
        events.confidence
    from events
    inner join priced on events.event_id = priced.event_id
    inner join totals on events.event_id = totals.event_id
    left join status_codes on events.status = status_codes.status
    left join kinds on events.event_id = kinds.event_id
    left join quantities on events.event_id = quantities.event_id
    left join purposes on events.event_id = purposes.event_id
    left join names on events.event_id = names.event_id
    left join parts on events.event_id = parts.event_id
)

select * from final

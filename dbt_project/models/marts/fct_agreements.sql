with events as (
    select * from {{ ref('int_events_summarised') }}
    where event_type = 'agreement'
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'agreement'
),

parties as (
    select * from {{ ref('fct_agreement_parties') }}
),

countries as (
    select * from {{ ref('countries') }}
),

agreement_types as (
    {{ most_told('tellings', 'agreement_type') }}
),

subjects as (
    {{ most_told('tellings', 'subject') }}
),

places as (
    {{ most_told('tellings', 'place') }}
),

place_countries as (
    {{ most_told('tellings', 'place_country_iso3') }}
),

seats as (
    select
        agreement_id,
        count(*) as n_parties,
        string_agg(name, ', ' order by position, actor_id) as parties_text
    from parties
    group by agreement_id
),

final as (
    select
        events.event_id as agreement_id,
        coalesce(agreement_types.agreement_type, 'other') as agreement_type,
        subjects.subject,
        events.status,
        events.event_date as agreement_date,
        events.date_precision,
        events.date_source,
        places.place,
        countries.iso3 as place_country_iso3,
        coalesce(seats.n_parties, 0) as n_parties,
        seats.parties_text,
        events.first_reported_at,
        events.last_reported_at,
        events.n_articles,
        events.n_stories,
        events.n_sources,
        events.confidence
    from events
    left join agreement_types on events.event_id = agreement_types.event_id
    left join subjects on events.event_id = subjects.event_id
    left join places on events.event_id = places.event_id
    left join place_countries on events.event_id = place_countries.event_id
    left join countries on place_countries.place_country_iso3 = countries.iso3
    left join seats on events.event_id = seats.agreement_id
)

select * from final

with events as (
    select * from {{ ref('int_events_summarised') }}
    where event_type = 'meeting'
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'meeting'
),

participants as (
    select * from {{ ref('fct_meeting_participants') }}
),

actors as (
    select * from {{ ref('dim_actors') }}
),

countries as (
    select * from {{ ref('countries') }}
),

event_codes as (
    select * from {{ ref('event_statuses') }}
    where event_type = 'meeting'
),

places as (
    {{ most_told('tellings', 'place') }}
),

place_countries as (
    {{ most_told('tellings', 'place_country_iso3') }}
),

formats as (
    {{ most_told('tellings', 'meeting_format') }}
),

seats as (
    select
        participants.meeting_id,
        count(*) as n_participants,
        count(distinct participants.actor_id) as n_actors,
        string_agg(
            concat_ws(
                ' ',
                coalesce(participants.person_name, participants.title, actors.name),
                case
                    when participants.person_name is not null or participants.title is not null
                        then '(' || coalesce(participants.iso3, actors.name) || ')'
                end
            ),
            '; ' order by participants.position, participants.participant_id
        ) as participants_text
    from participants
    left join actors on participants.actor_id = actors.actor_id
    group by participants.meeting_id
),

topics_told as (
    select distinct
        event_id,
        unnest(topics) as topic
    from tellings
),

topics as (
    select
        event_id,
        string_agg(topic, ', ' order by topic) as topics_text
    from topics_told
    group by event_id
),

final as (
    select
        events.event_id as meeting_id,
        events.status,
        events.event_date as meeting_date,
        events.date_precision,
        events.date_source,
        places.place,
        countries.iso3 as place_country_iso3,
        coalesce(formats.meeting_format, 'unknown') as meeting_format,
        coalesce(seats.n_participants, 0) as n_participants,
        coalesce(seats.n_actors, 0) as n_actors,
        seats.participants_text,
        topics.topics_text,
        events.first_reported_at,
        events.last_reported_at,
        events.n_articles,
        events.n_stories,
        events.n_sources,
        events.confidence,
        event_codes.plover_event,
        event_codes.cameo_root
    from events
    left join seats on events.event_id = seats.meeting_id
    left join topics on events.event_id = topics.event_id
    left join places on events.event_id = places.event_id
    left join place_countries on events.event_id = place_countries.event_id
    left join countries on place_countries.place_country_iso3 = countries.iso3
    left join formats on events.event_id = formats.event_id
    left join event_codes on events.status = event_codes.status
)

select * from final

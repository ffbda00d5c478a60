with meetings as (
    select * from {{ ref('fct_meetings') }}
),

sides as (
    select distinct
        meeting_id,
        actor_id,
        iso3
    from {{ ref('fct_meeting_participants') }}
    where actor_id is not null
),

actors as (
    select * from {{ ref('dim_actors') }}
),

final as (
    select
        meetings.meeting_id,
        one.actor_id as actor_a_id,
        actor_a.name as actor_a,
        one.iso3 as actor_a_iso3,
        other.actor_id as actor_b_id,
        actor_b.name as actor_b,
        other.iso3 as actor_b_iso3,
        meetings.status,
        meetings.meeting_date,
        meetings.meeting_format,
        meetings.place_country_iso3,
        meetings.n_actors,
        meetings.n_actors = 2 as is_bilateral
    from meetings
    inner join sides as one on meetings.meeting_id = one.meeting_id
    inner join sides as other on one.meeting_id = other.meeting_id and one.actor_id < other.actor_id
    inner join actors as actor_a on one.actor_id = actor_a.actor_id
    inner join actors as actor_b on other.actor_id = actor_b.actor_id
)

select * from final

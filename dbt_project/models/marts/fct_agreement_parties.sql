with mention_actors as (
    select * from {{ ref('int_mention_actors_resolved') }}
    where actor_role = 'party'
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'agreement'
),

actors as (
    select * from {{ ref('dim_actors') }}
),

final as (
    select
        tellings.event_id as agreement_id,
        actors.actor_id,
        actors.iso3,
        actors.name,
        cast(min(mention_actors.position) as integer) as position,
        count(distinct tellings.story_id) as n_stories
    from mention_actors
    inner join tellings on mention_actors.mention_id = tellings.mention_id
    inner join actors on mention_actors.actor_id = actors.actor_id
    group by all
)

select * from final

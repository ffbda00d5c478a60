-- One row per pledge, role and actor over all tellings. A population or crisis in words stands only where no state
-- or organisation is told: 'flood victims' of one article is the country of another.
with actors as (
    select * from {{ ref('int_mention_actors_resolved') }}
    where actor_role in ('donor', 'recipient') and actor_id is not null
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'pledge'
),

told as (
    select
        tellings.event_id,
        actors.actor_role,
        actors.actor_id,
        actors.actor_type,
        actors.iso3,
        min(actors.position) as position,
        count(distinct tellings.story_id) as n_stories
    from actors
    inner join tellings on actors.mention_id = tellings.mention_id
    group by all
),

final as (
    select
        *,
        count(*) over (partition by event_id, actor_role) as n_sharing
    from told
    qualify actor_type != 'group' or not bool_or(actor_type != 'group') over (partition by event_id, actor_role)
)

select * from final

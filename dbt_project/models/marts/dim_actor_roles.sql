with participants as (
    select * from {{ ref('int_participants_described') }}
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
),

final as (
    select
        {{ short_hash(['participants.person_id', 'lower(participants.title)', 'participants.actor_id']) }}
            as actor_role_id,
        participants.person_id,
        mode(participants.title order by participants.title) as title,
        mode(participants.role_class order by participants.role_class) as role_class,
        participants.actor_id,
        min(tellings.reported_date) as valid_from,
        max(tellings.reported_date) as valid_to,
        count(distinct tellings.article_id) as n_articles
    from participants
    inner join tellings on participants.mention_id = tellings.mention_id
    where participants.person_id is not null and participants.title is not null
    group by participants.person_id, participants.actor_id, lower(participants.title)
)

select * from final

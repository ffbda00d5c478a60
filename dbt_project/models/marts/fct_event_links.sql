with tellings as (
    select * from {{ ref('int_event_tellings') }}
),

links as (
    select
        event_id,
        article_id,
        unnest(links) as link
    from tellings
),

final as (
    select
        links.event_id as from_event_id,
        targets.event_id as to_event_id,
        links.link.link_type,
        count(distinct links.article_id) as n_articles
    from links
    inner join tellings as targets on links.link.mention_id = targets.mention_id
    where links.event_id != targets.event_id
    group by all
)

select * from final

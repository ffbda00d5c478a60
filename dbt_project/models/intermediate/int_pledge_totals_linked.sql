-- One row per pledge that is part of another: a stated part of a total told in the same article, or a delivery that
-- its article links to the promise it is taken from.
with tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'pledge'
),

events as (
    select
        event_id,
        bool_and(is_total) as is_total,
        max(amount) as amount,
        mode(currency order by currency) as currency,
        min(seen_at) as seen_at
    from tellings
    group by event_id
),

actors as (
    select * from {{ ref('int_pledge_actors_folded') }}
),

donors as (
    select
        event_id,
        list(actor_id order by actor_id) as donor_ids
    from actors
    where actor_role = 'donor'
    group by event_id
),

told_together as (
    select distinct
        part.event_id,
        whole.event_id as whole_event_id
    from tellings as part
    inner join tellings as whole on part.article_id = whole.article_id and part.event_id != whole.event_id
),

parts_of_totals as (
    select
        told_together.event_id,
        told_together.whole_event_id,
        whole.amount as whole_amount
    from told_together
    inner join events as part on told_together.event_id = part.event_id
    inner join events as whole on told_together.whole_event_id = whole.event_id
    left join donors as part_donors on part.event_id = part_donors.event_id
    left join donors as whole_donors on whole.event_id = whole_donors.event_id
    where
        whole.is_total
        and not part.is_total
        and part.currency = whole.currency
        and part.amount <= whole.amount
        and (
            whole_donors.donor_ids is null
            or len(list_intersect(part_donors.donor_ids, whole_donors.donor_ids)) > 0
        )
),

links as (
    select
        event_id,
        article_id,
        amount,
        currency,
        status,
        unnest(links) as link
    from tellings
),

deliveries as (
    select
        links.event_id,
        promised.event_id as whole_event_id,
        promised.amount as whole_amount
    from links
    inner join tellings as promised on links.link.mention_id = promised.mention_id
    where
        links.link.link_type = 'follows_up'
        and links.event_id != promised.event_id
        and links.status in ('committed', 'disbursed')
        and not promised.is_total
        and links.currency = promised.currency
        and links.amount < promised.amount
),

gathered as (
    select
        *,
        false as is_counted_in_parent
    from parts_of_totals
    union all
    select
        *,
        true as is_counted_in_parent
    from deliveries
),

final as (
    select
        event_id,
        whole_event_id as parent_event_id,
        is_counted_in_parent
    from gathered
    qualify row_number() over (
        partition by event_id order by is_counted_in_parent desc, whole_amount, whole_event_id
    ) = 1
)

select * from final

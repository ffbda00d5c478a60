with pledge_actors as (
    select * from {{ ref('int_pledge_actors_folded') }}
    where actor_role = 'recipient'
),

actors as (
    select * from {{ ref('dim_actors') }}
),

pledges as (
    select * from {{ ref('fct_pledges') }}
),

final as (
    select
        pledges.pledge_id,
        actors.actor_id,
        actors.iso3,
        actors.name,
        round(pledges.amount_eur / pledge_actors.n_sharing, 2) as share_amount_eur,
        case when pledge_actors.n_sharing = 1 then 'sole' else 'equal_split' end as share_basis
    from pledge_actors
    inner join pledges on pledge_actors.event_id = pledges.pledge_id
    inner join actors on pledge_actors.actor_id = actors.actor_id
)

select * from final

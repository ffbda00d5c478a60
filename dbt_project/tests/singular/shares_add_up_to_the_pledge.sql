-- Equal shares of a pledge add up to it, to the cent per share.
with shares as (
    select
        pledge_id,
        sum(share_amount_eur) as shared_eur,
        count(*) as n_shares
    from {{ ref('fct_pledge_donors') }}
    group by pledge_id
)

select pledges.pledge_id
from {{ ref('fct_pledges') }} as pledges
inner join shares on pledges.pledge_id = shares.pledge_id
where abs(pledges.amount_eur - shares.shared_eur) > 0.01 * shares.n_shares

with pledges as (
    select * from {{ ref('fct_pledges') }}
),

donors as (
    select
        *,
        count(*) over (partition by pledge_id) as n_sharing
    from {{ ref('fct_pledge_donors') }}
),

recipients as (
    select
        *,
        count(*) over (partition by pledge_id) as n_sharing
    from {{ ref('fct_pledge_recipients') }}
),

-- A pledge of two donors to three recipients is six equal shares, so that the rows add up to the pledges.
shares as (
    select
        pledges.pledge_id,
        donors.actor_id as donor_id,
        donors.name as donor,
        recipients.actor_id as recipient_id,
        recipients.name as recipient,
        cast(year(coalesce(pledges.pledge_date, pledges.first_reported_at)) as integer) as pledge_year,
        pledges.status,
        pledges.recommended_for_totals,
        1.0 / (coalesce(donors.n_sharing, 1) * coalesce(recipients.n_sharing, 1)) as share,
        pledges.amount_eur,
        pledges.amount_usd
    from pledges
    left join donors on pledges.pledge_id = donors.pledge_id
    left join recipients on pledges.pledge_id = recipients.pledge_id
),

final as (
    select
        donor_id,
        donor,
        recipient_id,
        recipient,
        pledge_year,
        count(distinct pledge_id) as n_pledges,
        count(distinct pledge_id) filter (status = 'disbursed') as n_disbursed,
        round(sum(amount_eur * share) filter (recommended_for_totals), 2) as amount_eur,
        round(sum(amount_usd * share) filter (recommended_for_totals), 2) as amount_usd,
        round(sum(amount_eur * share) filter (recommended_for_totals and status = 'disbursed'), 2)
            as disbursed_amount_eur,
        count(distinct pledge_id) filter (recommended_for_totals and amount_eur is null) as n_without_amount_eur
    from shares
    group by donor_id, donor, recipient_id, recipient, pledge_year
)

select * from final

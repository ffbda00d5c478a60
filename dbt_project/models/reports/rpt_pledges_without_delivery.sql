with pledges as (
    select * from {{ ref('fct_pledges') }}
),

-- Days are counted to the newest report in the ledger, so that the same ledger always answers the same.
newest as (
    select cast(max(last_reported_at) as date) as newest_date
    from pledges
),

final as (
    select
        pledges.pledge_id,
        pledges.status,
        pledges.pledge_date,
        pledges.donors_text,
        pledges.recipients_text,
        pledges.amount,
        pledges.currency,
        pledges.amount_eur,
        pledges.quantity_text,
        pledges.purpose,
        pledges.last_reported_at,
        newest.newest_date - cast(coalesce(pledges.pledge_date, pledges.first_reported_at) as date) as n_days_open
    from pledges
    cross join newest
    where pledges.status in ('announced', 'committed') and not pledges.is_total
)

select * from final

-- Euros per unit, one row per day and currency: the ECB's reference rates, the euro itself, and dollar pegs through
-- the dollar.
with ecb as (
    select * from {{ ref('stg_ecb__fx_rates') }}
),

pegs as (
    select * from {{ ref('currency_pegs') }}
),

dollars as (
    select * from ecb
    where currency = 'USD'
),

pegged as (
    select
        dollars.rate_date,
        pegs.currency,
        dollars.eur_per_unit * pegs.usd_per_unit as eur_per_unit
    from dollars
    cross join pegs
    left join ecb on dollars.rate_date = ecb.rate_date and pegs.currency = ecb.currency
    where dollars.rate_date >= pegs.valid_from and ecb.currency is null
),

final as (
    select
        rate_date,
        currency,
        eur_per_unit
    from ecb
    where currency != 'EUR'
    union all
    select rate_date, currency, eur_per_unit from pegged
    union all
    select rate_date, 'EUR' as currency, 1.0 as eur_per_unit from dollars
)

select * from final

with days as (
    select cast(unnest(generate_series(date '1990-01-01', date '2049-12-31', interval 1 day)) as date) as date_day
),

final as (
    select
        date_day,
        cast(year(date_day) as integer) as year,
        cast(quarter(date_day) as integer) as quarter,
        cast(month(date_day) as integer) as month,
        strftime(date_day, '%B') as month_name,
        strftime(date_day, '%G-W%V') as iso_week,
        cast(isodow(date_day) as integer) as day_of_week,
        isodow(date_day) >= 6 as is_weekend
    from days
)

select * from final

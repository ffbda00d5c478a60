{# The columns together are a key: never null, never twice. `optional` columns may be null and count as a value. #}
{% test unique_key(model, columns, optional=[]) %}
    select
        {{ (columns + optional) | join(', ') }},
        count(*) as n_rows
    from {{ model }}
    group by {{ (columns + optional) | join(', ') }}
    having
        count(*) > 1
        {% for column in columns %}
            or {{ column }} is null
        {% endfor %}
{% endtest %}

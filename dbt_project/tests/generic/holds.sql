{# A sentence about every row, as SQL: rows for which `expression` is not true come back. #}
{% test holds(model, expression) %}
    select * from {{ model }} where ({{ expression }}) is not true
{% endtest %}

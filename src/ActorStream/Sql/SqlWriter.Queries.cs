using System.Diagnostics;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Types, queries and relations.</summary>
internal sealed partial class SqlWriter
{
    private SqlWriter Add(SqlIntervalQualifier unit)
    {
        Add(unit.Start);
        string? fraction = unit.FractionPrecision?.ToString();
        if (unit.StartPrecision is not null)
        {
            Add(unit.End is null && fraction is not null ? $"({unit.StartPrecision}, {fraction})" : $"({unit.StartPrecision})");
        }

        return unit.End is null ? this : Add($" TO {unit.End}").Add(fraction is null ? "" : $"({fraction})");
    }

    private SqlWriter Add(SqlTypeName type)
    {
        switch (type.Name)
        {
            case "ROW":
                Add("ROW<").AddList(
                    type.Fields,
                    f => Add(Quote(f.Name)).Add(" ").Add(f.Type).Add(f.Comment is null ? "" : " " + QuoteString(f.Comment))).Add(">");
                break;
            case "ARRAY" or "MULTISET" or "MAP":
                Add(type.Name).Add("<").AddList(type.Arguments, a => Add(a)).Add(">");
                break;
            case "INTERVAL":
                Add("INTERVAL ").Add(type.Interval!);
                break;
            default:
                Add(type.Name);
                Add(type.Precision is null ? "" : type.Scale is null ? $"({type.Precision})" : $"({type.Precision}, {type.Scale})");
                break;
        }

        return type.IsNotNull ? Add(" NOT NULL") : this;
    }

    /// <summary>Derived tables without an alias that this select had so far.</summary>
    private int _anonymous;

    private SqlWriter AddQuery(SqlQuery query) => Add("(").AddBody(query).Add(")");

    private SqlWriter AddBody(SqlQueryBody body)
    {
        switch (body)
        {
            case SqlQuery query:
                return AddClauses(query);
            case SqlSelect select:
                return AddSelect(select);
            case SqlValues values:
                return Add("VALUES ").AddList(values.Rows, r => Add(r));
            case SqlTableQuery table:
                return Add("TABLE ").Add(table.Table);
            case SqlSetOperation operation:
                string keyword = $"{Break}{operation.Operator.ToString().ToUpperInvariant()}{(operation.IsAll ? " ALL" : "")}{Break}";
                return AddList(operation.Inputs, i => AddInput(i), keyword);
            default:
                throw new UnreachableException($"No text for {body.GetType().Name}.");
        }
    }

    private SqlWriter AddInput(SqlQueryBody input) =>
        input is SqlQuery or SqlSetOperation ? Add("(").AddBody(input).Add(")") : AddBody(input);

    private SqlWriter AddClauses(SqlQuery query)
    {
        _names?.Enter(query);
        if (query.With.Count > 0)
        {
            Add(query.IsRecursive ? "WITH RECURSIVE " : "WITH ");
            AddList(query.With, t => Add(Quote(t.Name)).AddColumns(t.Columns).Add(" AS ").AddQuery(t.Query)).Add(" ");
        }

        _ = query.Body is SqlQuery ? AddInput(query.Body) : AddBody(query.Body);
        if (query.OrderBy.Count > 0)
        {
            Add($"{Break}ORDER BY ").AddOrder(query.OrderBy);
        }

        if (query.Offset is not null)
        {
            Add($"{Break}OFFSET ").AddOperand(query.Offset).Add(" ROWS");
        }

        _names?.Leave(query);
        return query.Fetch is null ? this : Add($"{Break}FETCH NEXT ").AddOperand(query.Fetch).Add(" ROWS ONLY");
    }

    private SqlWriter AddOrder(IReadOnlyList<SqlOrderItem> items) => AddList(items, i => Add(i.Expression)
        .Add(i.IsDescending ? " DESC" : "")
        .Add(i.NullsFirst switch { null => "", true => " NULLS FIRST", false => " NULLS LAST" }));

    private SqlWriter AddColumns(IReadOnlyList<SqlIdentifier> columns) =>
        columns.Count == 0 ? this : Add(" (").AddList(columns, c => Add(Quote(c.Parts))).Add(")");

    private SqlWriter AddHints(IReadOnlyList<SqlHint> hints)
    {
        if (hints.Count == 0)
        {
            return this;
        }

        Add("/*+ ").AddList(hints, h => Add(Quote(h.Name)).Add("(").AddList(h.Arguments, AddHintArgument).Add(")"));
        return Add(" */ ");
    }

    private void AddHintArgument(SqlHintArgument argument) => Add(
        argument.Key is not null ? $"{QuoteString(argument.Key)} = {QuoteString(argument.Value)}"
        : argument.IsString ? QuoteString(argument.Value)
        : char.IsAsciiDigit(argument.Value[0]) ? argument.Value
        : Quote(argument.Value.Split('.')));

    private SqlWriter AddSelect(SqlSelect select)
    {
        _names?.Enter(select);
        _anonymous = 0;
        Add("SELECT ").AddHints(select.Hints).Add(select.Distinct is null ? "" : "DISTINCT ");
        AddItems(select.Items);
        if (select.From is not null)
        {
            Add($"{Break}FROM ").Add(select.From);
        }

        if (select.Where is not null)
        {
            Add($"{Break}WHERE ").Add(select.Where);
        }

        if (select.GroupBy is not null)
        {
            Add($"{Break}GROUP BY ").AddList(select.GroupBy.Items, g => Add(g));
        }

        if (select.Having is not null)
        {
            Add($"{Break}HAVING ").Add(select.Having);
        }

        if (select.Windows.Count > 0)
        {
            Add($"{Break}WINDOW ").AddList(select.Windows, w => Add(Quote(w.Name!)).Add(" AS ").Add(w));
        }

        if (select.Qualify is not null)
        {
            Add($"{Break}QUALIFY ").Add(select.Qualify);
        }

        _names?.Leave(select);
        return this;
    }

    private void AddItems(IReadOnlyList<SqlSelectItem> items)
    {
        var texts = new List<Action>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (SqlSelectItem item in items)
        {
            if (item.Expression is not SqlStar star || _names?.Expand(star).Any() != true)
            {
                used.Add(item.Alias ?? (item.Expression as SqlIdentifier)?.Last ?? "");
                texts.Add(() => Add(item.Expression).Add(item.Alias is null ? "" : " AS " + Quote(item.Alias)));
                continue;
            }

            foreach ((IReadOnlyList<string> column, string name) in _names.Expand(star))
            {
                string unique = name;
                for (int suffix = 0; !used.Add(unique); suffix++)
                {
                    unique = name + suffix;
                }

                texts.Add(() => Add(Quote(column)).Add(unique == name ? "" : " AS " + Quote(unique)));
            }
        }

        AddList(texts, write => write());
    }

    private SqlWriter Add(SqlGrouping grouping) => grouping.Kind switch
    {
        SqlGroupingKind.Sets => Add("GROUPING SETS (").AddList(grouping.Groups, g => Add(g)).Add(")"),
        SqlGroupingKind.Rollup => Add("ROLLUP(").AddList(grouping.Groups, g => Add(g)).Add(")"),
        SqlGroupingKind.Cube => Add("CUBE(").AddList(grouping.Groups, g => Add(g)).Add(")"),
        _ when grouping.Expressions.Count == 1 => Add(grouping.Expressions[0]),
        _ => Add("(").AddList(grouping.Expressions).Add(")"),
    };

    private SqlWriter Add(SqlWindow window)
    {
        var parts = new List<Action>();
        if (window.BaseName is not null)
        {
            parts.Add(() => Add(Quote(window.BaseName)));
        }

        if (window.PartitionBy.Count > 0)
        {
            parts.Add(() => Add("PARTITION BY ").AddList(window.PartitionBy));
        }

        if (window.OrderBy.Count > 0)
        {
            parts.Add(() => Add("ORDER BY ").AddOrder(window.OrderBy));
        }

        if (window.From is not null)
        {
            parts.Add(() => AddFrame(window));
        }

        return Add("(").AddList(parts, p => p(), " ").Add(")");
    }

    private void AddFrame(SqlWindow window)
    {
        Add(window.IsRows ? "ROWS " : "RANGE ");
        if (window.To is null)
        {
            AddBound(window.From!);
            return;
        }

        Add("BETWEEN ").AddBound(window.From!).Add(" AND ").AddBound(window.To);
    }

    private SqlWriter AddBound(SqlFrameBound bound)
    {
        if (bound.IsCurrentRow)
        {
            return Add("CURRENT ROW");
        }

        _ = bound.Distance is null ? Add("UNBOUNDED") : AddOperand(bound.Distance);
        return Add(bound.IsFollowing ? " FOLLOWING" : " PRECEDING");
    }

    private SqlWriter Add(SqlRelation relation)
    {
        switch (relation)
        {
            case SqlTableReference table:
                Add(Quote(_names?.Table(table.Name) ?? table.Name.Parts));
                if (table.Hints.Count > 0)
                {
                    Add(" ").AddHints(table.Hints);
                }

                if (table.SystemTime is not null)
                {
                    Add(" FOR SYSTEM_TIME AS OF ").AddOperand(table.SystemTime);
                }

                break;
            case SqlDerivedTable derived:
                int number = _anonymous;
                Add(derived.IsLateral ? "LATERAL " : "").AddQuery(derived.Query);
                _anonymous = number;
                break;
            case SqlTableFunction function:
                Add(function.IsLateral ? "LATERAL TABLE(" : "TABLE(").Add(function.Call).Add(")");
                break;
            case SqlUnnest unnest:
                Add("UNNEST(").AddList(unnest.Operands).Add(unnest.HasOrdinality ? ") WITH ORDINALITY" : ")");
                break;
            case SqlJoin join:
                AddJoin(join);
                break;
        }

        string? alias = relation.Alias ?? (_names is null ? null : ImpliedAlias(relation));
        return alias is null ? this : Add(" AS ").Add(Quote(alias)).AddColumns(relation.Columns);
    }

    private string? ImpliedAlias(SqlRelation relation) => relation switch
    {
        SqlTableReference table => table.Name.Last,
        SqlDerivedTable => ViewNames.AnonymousAlias(_anonymous++),
        _ => null,
    };

    private void AddJoin(SqlJoin join)
    {
        bool nested = join.Alias is not null;
        Add(nested ? "(" : "").AddSide(join.Left, isRight: false);
        Add(join.IsNatural ? " NATURAL" : "");
        Add(join.Kind switch
        {
            SqlJoinKind.Comma => $",{Break}",
            SqlJoinKind.Inner => _names is null ? " JOIN " : "\nINNER JOIN ",
            _ => $"{Break}{join.Kind.ToString().ToUpperInvariant()} JOIN ",
        });
        AddSide(join.Right, isRight: true);
        if (join.On is not null)
        {
            Add(" ON ").Add(join.On);
        }

        if (join.Using.Count > 0)
        {
            Add(" USING (").AddList(join.Using).Add(")");
        }

        Add(nested ? ")" : "");
    }

    /// <summary>Joins lean left; others, and commas below joins, stand in parentheses.</summary>
    private SqlWriter AddSide(SqlRelation side, bool isRight) =>
        side is SqlJoin { Alias: null } join && (isRight || join.Kind == SqlJoinKind.Comma) ? Add("(").Add(side).Add(")") : Add(side);
}

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
                string keyword = $" {operation.Operator.ToString().ToUpperInvariant()}{(operation.IsAll ? " ALL" : "")} ";
                return AddList(operation.Inputs, i => AddInput(i), keyword);
            default:
                throw new UnreachableException($"No text for {body.GetType().Name}.");
        }
    }

    private SqlWriter AddInput(SqlQueryBody input) =>
        input is SqlQuery or SqlSetOperation ? Add("(").AddBody(input).Add(")") : AddBody(input);

    private SqlWriter AddClauses(SqlQuery query)
    {
        if (query.With.Count > 0)
        {
            Add(query.IsRecursive ? "WITH RECURSIVE " : "WITH ");
            AddList(query.With, t => Add(Quote(t.Name)).AddColumns(t.Columns).Add(" AS ").AddQuery(t.Query)).Add(" ");
        }

        _ = query.Body is SqlQuery ? AddInput(query.Body) : AddBody(query.Body);
        if (query.OrderBy.Count > 0)
        {
            Add(" ORDER BY ").AddOrder(query.OrderBy);
        }

        if (query.Offset is not null)
        {
            Add(" OFFSET ").AddOperand(query.Offset).Add(" ROWS");
        }

        return query.Fetch is null ? this : Add(" FETCH NEXT ").AddOperand(query.Fetch).Add(" ROWS ONLY");
    }

    private SqlWriter AddOrder(IReadOnlyList<SqlOrderItem> items) => AddList(items, i => Add(i.Expression)
        .Add(i.IsDescending ? " DESC" : "")
        .Add(i.NullsFirst switch { null => "", true => " NULLS FIRST", false => " NULLS LAST" }));

    private SqlWriter AddColumns(IReadOnlyList<SqlIdentifier> columns) =>
        columns.Count == 0 ? this : Add(" (").AddList(columns).Add(")");

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
        Add("SELECT ").AddHints(select.Hints).Add(select.Distinct is null ? "" : "DISTINCT ");
        AddList(select.Items, i => Add(i.Expression).Add(i.Alias is null ? "" : " AS " + Quote(i.Alias)));
        if (select.From is not null)
        {
            Add(" FROM ").Add(select.From);
        }

        if (select.Where is not null)
        {
            Add(" WHERE ").Add(select.Where);
        }

        if (select.GroupBy is not null)
        {
            Add(" GROUP BY ").AddList(select.GroupBy.Items, g => Add(g));
        }

        if (select.Having is not null)
        {
            Add(" HAVING ").Add(select.Having);
        }

        if (select.Windows.Count > 0)
        {
            Add(" WINDOW ").AddList(select.Windows, w => Add(Quote(w.Name!)).Add(" AS ").Add(w));
        }

        return select.Qualify is null ? this : Add(" QUALIFY ").Add(select.Qualify);
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
                Add(Quote(table.Name.Parts));
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
                Add(derived.IsLateral ? "LATERAL " : "").AddQuery(derived.Query);
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

        return relation.Alias is null ? this : Add(" AS ").Add(Quote(relation.Alias)).AddColumns(relation.Columns);
    }

    private void AddJoin(SqlJoin join)
    {
        bool nested = join.Alias is not null;
        Add(nested ? "(" : "").AddSide(join.Left, isRight: false);
        Add(join.IsNatural ? " NATURAL" : "");
        Add(join.Kind switch
        {
            SqlJoinKind.Comma => ", ",
            SqlJoinKind.Inner => " JOIN ",
            _ => $" {join.Kind.ToString().ToUpperInvariant()} JOIN ",
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

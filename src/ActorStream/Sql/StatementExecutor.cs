using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Sql;

/// <summary>
/// Carries out statements against a session's catalog and settings: what can be answered at once is; queries and INSERTs become
/// optimized plans for the caller to run. Not thread-safe.
/// </summary>
/// <param name="registry">Connectors and formats; null: tables are taken as they are declared.</param>
/// <param name="settings">The session's settings.</param>
internal sealed partial class StatementExecutor(IConnectorRegistry? registry, SessionSettings settings)
{
    public Catalog Catalog { get; } = new();

    public SessionSettings Settings { get; } = settings;

    /// <summary>What EXPLAIN shows beside sources, lookups and sinks: descriptions and delivery guarantees, without secrets.</summary>
    public Func<LogicalPlan, IReadOnlyDictionary<LogicalNode, string>>? Notes { get; init; }

    /// <summary>Bytes that a constant which is computed while planning may have.</summary>
    public long MaxValueBytes { get; init; } = BytesOutput.DefaultMaxValueBytes;

    /// <summary>Carries out one statement.</summary>
    /// <exception cref="SqlException">It is not right.</exception>
    public StatementResult Execute(SqlStatement statement)
    {
        switch (statement)
        {
            case SqlQueryStatement query:
                LogicalPlan plan = Plan(statement);
                return new StatementResult(StatementKind.Query) { Plan = plan, Schema = plan.Sinks[0].Schema };
            case SqlInsert or SqlStatementSet:
                return new StatementResult(StatementKind.Insert) { Plan = Plan(statement) };
            case SqlCreateTable { AsQuery: not null } table:
                return new StatementResult(StatementKind.Insert) { Plan = PlanCreateTableAs(table) };
            case SqlCreateTable table:
                CreateTable(table);
                return StatementResult.Done;
            case SqlCreateView view:
                CreateView(view);
                return StatementResult.Done;
            case SqlCreateDatabase database:
                Catalog.CreateDatabase(database.Name, database.IfNotExists);
                return StatementResult.Done;
            case SqlDrop { Kind: SqlObjectKind.Database } drop:
                Catalog.DropDatabase(drop.Name, drop.IfExists);
                return StatementResult.Done;
            case SqlDrop drop:
                Catalog.Drop(drop);
                return StatementResult.Done;
            case SqlAlter alter:
                Alter(alter);
                return StatementResult.Done;
            case SqlUse use:
                Use(use);
                return StatementResult.Done;
            case SqlSet { Key: null }:
                return Rows(["key", "value"], Settings.Values.Select(v => new object?[] { v.Key, Redaction.Value(v.Key, v.Value) }));
            case SqlSet set:
                Set(set);
                return StatementResult.Done;
            case SqlReset reset:
                Settings.Reset(reset.Key);
                return StatementResult.Done;
            case SqlExplain explain:
                return Rows(["result"], [[ExplainText(explain)]]);
            default:
                return Show(statement);
        }
    }

    private Binder NewBinder() => new(Catalog, Settings, registry);

    /// <summary>The plan of a query, an INSERT or a statement set.</summary>
    private LogicalPlan Bind(SqlStatement statement)
    {
        Binder binder = NewBinder();
        return statement switch
        {
            SqlQueryStatement query => new LogicalPlan([binder.BindResult(query.Query)]),
            SqlInsert insert => new LogicalPlan([binder.BindInsert(insert)]),
            SqlStatementSet set => new LogicalPlan([.. set.Inserts.Select(binder.BindInsert)]),
            _ => throw SqlException.NotSupported(statement.Position, "EXPLAIN of this statement",
                "Explain a query, an INSERT or a STATEMENT SET."),
        };
    }

    private LogicalPlan Plan(SqlStatement statement) => Optimize(Bind(statement));

    private LogicalPlan Optimize(LogicalPlan plan) =>
        Optimizer.Optimize(plan, new EvaluationContext(Settings.LocalTimeZone) { MaxValueBytes = MaxValueBytes });

    private string ExplainText(SqlExplain explain)
    {
        LogicalPlan bound = Bind(explain.Statement);
        LogicalPlan optimized = Optimize(bound);
        return Explain.Write(bound, optimized, Notes?.Invoke(optimized) ?? new Dictionary<LogicalNode, string>());
    }

    /// <summary>Makes the table of a CREATE TABLE AS: the columns that only it declares, then those of its query.</summary>
    /// <returns>The INSERT that fills it, column by column by name.</returns>
    /// <exception cref="SqlException">The statement is not right: nothing was made.</exception>
    public SqlInsert CreateTableAs(SqlCreateTable syntax)
    {
        SqlQuery query = syntax.AsQuery!;
        if (syntax.IsTemporary) throw SqlException.NotSupported(
            syntax.Position, "CREATE TEMPORARY TABLE AS", "Leave TEMPORARY out: tables live as long as the session.");
        IReadOnlyList<BoundColumn> bound = NewBinder().BindQuery(query).Columns;
        BoundColumn[] columns = [.. bound.Zip(Binder.UniqueNames(bound), (column, name) => column with { Name = name })];
        if (Array.Find(columns, c => c.Type.Root == TypeRoot.Null) is { } untyped) throw SqlException.Validation(
            query.Position, $"Column \"{untyped.Name}\" of the table has no type.", "Write CAST(NULL AS type).");
        if (!syntax.IfNotExists || !Catalog.Contains(syntax.Name, syntax.IsTemporary))
            Catalog.Add(syntax.Name, TableBuilder.Build(Catalog, NewBinder(), syntax, columns), syntax.OrReplace);
        return new SqlInsert(syntax.Position, syntax.Name, query)
        {
            Columns = [.. columns.Select(c => new SqlIdentifier(query.Position, [c.Name]))],
        };
    }

    private LogicalPlan PlanCreateTableAs(SqlCreateTable syntax)
    {
        CatalogObject? before = Catalog.Find(syntax.Name);
        SqlInsert insert = CreateTableAs(syntax);
        CatalogObject made = Catalog.Get(syntax.Name);
        try
        {
            return Plan(insert);
        }
        catch (ActorStreamException)
        {
            // A table that cannot be written is not made.
            if (!ReferenceEquals(before, made)) Catalog.Remove(made);
            if (before is not null) Catalog.Add(syntax.Name, before, replace: true);
            throw;
        }
    }

    private void CreateTable(SqlCreateTable syntax)
    {
        if (syntax.IfNotExists && Catalog.Contains(syntax.Name, syntax.IsTemporary))
        {
            return;
        }

        Catalog.Add(syntax.Name, TableBuilder.Build(Catalog, NewBinder(), syntax));
    }

    private void CreateView(SqlCreateView syntax)
    {
        if (syntax.IfNotExists && Catalog.Contains(syntax.Name, syntax.IsTemporary))
        {
            return;
        }

        if (syntax.OrReplace && Catalog.Find(syntax.Name) is CatalogTable table && table.IsTemporary == syntax.IsTemporary)
        {
            throw SqlException.Validation(syntax.Name.Position, $"{table.QualifiedName} is a table, which a view does not replace.",
                "DROP it first.");
        }

        (string database, string name) = Catalog.Place(syntax.Name);
        var view = new CatalogView(database, name, syntax.IsTemporary, syntax.Query, Named(syntax.Query, syntax.Columns))
        {
            Comment = syntax.Comment,
            DefaultDatabase = Catalog.CurrentDatabase,
        };
        Catalog.Add(syntax.Name, view, syntax.OrReplace);
    }

    /// <summary>A view's columns, under the names that it gives them.</summary>
    private IReadOnlyList<BoundColumn> Named(SqlQuery query, IReadOnlyList<SqlIdentifier> columns)
    {
        BoundRelation bound = NewBinder().BindQuery(query);
        IReadOnlyList<string> names = columns.Count == 0 ? [.. bound.Columns.Select(c => c.Name)] : [.. columns.Select(c => c.Last)];
        if (names.Count != bound.Columns.Count)
        {
            throw SqlException.Validation(
                columns[0].Position, $"The view names {names.Count} columns, but its query has {bound.Columns.Count}.", null);
        }

        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw SqlException.Validation(query.Position, $"The view has two columns \"{twice.Key}\".", "Give one of them an alias.");
        }

        return [.. bound.Columns.Select((c, i) => c with { Name = names[i] })];
    }

    private void Alter(SqlAlter alter)
    {
        if (alter.IfExists && Catalog.Find(alter.Name) is null)
        {
            return;
        }

        CatalogObject found = Catalog.Get(alter.Name);
        bool isView = alter.Kind == SqlObjectKind.View;
        if (found is CatalogView != isView)
        {
            throw SqlException.Validation(
                alter.Name.Position, $"{found.QualifiedName} is a {(isView ? "table" : "view")}.",
                $"Use ALTER {(isView ? "TABLE" : "VIEW")}.");
        }

        SqlIdentifier name = alter.NewName ?? alter.Name;
        CatalogObject altered = found switch
        {
            CatalogTable table => TableBuilder.Alter(Catalog, NewBinder(), table, alter),
            _ when alter.Query is not null => View(alter.Name, alter.Query, [], found.IsTemporary, ((CatalogView)found).Comment),
            _ => View(name, ((CatalogView)found).Query, ((CatalogView)found).Columns, found.IsTemporary, ((CatalogView)found).Comment),
        };
        Catalog.Add(name, altered, replace: alter.NewName is null);
        if (alter.NewName is not null)
        {
            Catalog.Remove(found);
        }
    }

    private CatalogView View(
        SqlIdentifier identifier, SqlQuery query, IReadOnlyList<BoundColumn> columns, bool isTemporary, string? comment)
    {
        (string database, string name) = Catalog.Place(identifier);
        columns = columns.Count > 0 ? columns : Named(query, []);
        return new CatalogView(database, name, isTemporary, query, columns) { Comment = comment,
            DefaultDatabase = Catalog.CurrentDatabase };
    }

    private void Use(SqlUse use)
    {
        if (use.IsCatalog)
        {
            Catalog.UseCatalog(use.Name);
        }
        else
        {
            Catalog.UseDatabase(use.Name);
        }
    }

    private void Set(SqlSet set)
    {
        try
        {
            Settings.Set(set.Key!, set.Value!);
        }
        catch (SqlException e) when (e.Line == 0)
        {
            throw SqlException.Validation(set.Position, e.Message, e.Hint);
        }
    }

    private static StatementResult Rows(IReadOnlyList<string> columns, IEnumerable<object?[]> rows) => new(StatementKind.Rows)
    {
        Schema = new Schema([.. columns.Select(c => new Field(c, c == "null" ? DataType.Boolean : DataType.String))]),
        Rows = [.. rows],
    };
}

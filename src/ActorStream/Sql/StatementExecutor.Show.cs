using System.Text;
using System.Text.RegularExpressions;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>SHOW and DESCRIBE.</summary>
internal sealed partial class StatementExecutor
{
    private StatementResult Show(SqlStatement statement) => statement switch
    {
        SqlDescribe describe => Describe(Catalog.Get(describe.Name), null),
        SqlShowCreate show => Rows(["result"], [[CreateText(show)]]),
        SqlShow show => Show(show),
        _ => throw SqlException.NotSupported(statement.Position, "This statement"),
    };

    private StatementResult Show(SqlShow show) => show.Kind switch
    {
        SqlShowKind.Catalogs => Names(show, "catalog name", [Catalog.CatalogName]),
        SqlShowKind.Databases => Names(show, "database name", Databases(show)),
        SqlShowKind.CurrentCatalog => Names(show, "current catalog name", [Catalog.CatalogName]),
        SqlShowKind.CurrentDatabase => Names(show, "current database name", [Catalog.CurrentDatabase]),
        SqlShowKind.Tables => Names(show, "table name", Catalog.List(show.From).Select(o => o.Name)),
        SqlShowKind.Views => Names(show, "view name", Catalog.List(show.From).OfType<CatalogView>().Select(o => o.Name)),
        SqlShowKind.Functions => Names(show, "function name", FunctionRegistry.Names),
        SqlShowKind.UserFunctions => Names(show, "function name", []),
        SqlShowKind.Columns => Describe(Catalog.Get(show.From!), show),
        SqlShowKind.Modules => Names(show, "module name", ["core"]),
        SqlShowKind.Jars => Names(show, "jars", []),
        _ => throw SqlException.NotSupported(show.Position, "SHOW JOBS", "The command \"job list\" lists jobs."),
    };

    private IReadOnlyList<string> Databases(SqlShow show)
    {
        if (show.From is not null)
        {
            Catalog.UseCatalog(show.From);
        }

        return Catalog.Databases;
    }

    private static StatementResult Names(SqlShow show, string column, IEnumerable<string> names) =>
        Rows([column], names.Where(n => Matches(show, n)).Select(n => new object?[] { n }));

    private static bool Matches(SqlShow? show, string name) =>
        show?.Pattern is null || Like(name, show.Pattern, show.IsCaseInsensitive) != show.IsNegated;

    /// <summary><c>%</c> and <c>_</c>, with a backslash before those that are meant as they are.</summary>
    private static bool Like(string name, string pattern, bool ignoreCase)
    {
        var regex = new StringBuilder("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                regex.Append(Regex.Escape(pattern[++i].ToString()));
            }
            else
            {
                regex.Append(c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) });
            }
        }

        var options = RegexOptions.Singleline | RegexOptions.NonBacktracking;
        options |= ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None;
        return Regex.IsMatch(name, regex.Append('$').ToString(), options);
    }

    /// <summary>A row a column, as Flink's DESCRIBE; the comments only where there is one.</summary>
    private StatementResult Describe(CatalogObject found, SqlShow? filter)
    {
        var rows = new List<object?[]>();
        if (found is CatalogView view)
        {
            rows.AddRange(view.Columns.Select(c => new object?[] { c.Name, c.TypeText, c.Type.IsNullable, null, null, null, null }));
        }
        else
        {
            var table = (CatalogTable)found;
            IReadOnlyList<BoundColumn> bound = NewBinder().DeclaredColumns(table);
            rows.AddRange(table.Definition.Columns.Select((c, i) => Row(table.Definition, c, bound[i])));
        }

        rows.RemoveAll(r => !Matches(filter, (string)r[0]!));
        bool comments = found is CatalogTable t && t.Definition.Columns.Any(c => c.Comment is not null);
        string[] columns = ["name", "type", "null", "key", "extras", "watermark", "comment"];
        return comments ? Rows(columns, rows) : Rows(columns[..6], rows.Select(r => r[..6]));
    }

    private static object?[] Row(TableDefinition table, TableColumn column, BoundColumn bound)
    {
        string? extras = column.Kind switch
        {
            TableColumnKind.Computed => $"AS {column.Expression}",
            TableColumnKind.Metadata => TableText.Metadata(column),
            _ => null,
        };
        string? key = table.PrimaryKey.Contains(column.Name) ? $"PRI({string.Join(", ", table.PrimaryKey)})" : null;
        string? watermark = table.Watermark?.Column == column.Name ? table.Watermark.Expression : null;
        return [column.Name, bound.TypeText, bound.Type.IsNullable, key, extras, watermark, column.Comment];
    }

    private string CreateText(SqlShowCreate show)
    {
        CatalogObject found = Catalog.Get(show.Name);
        bool view = show.Kind == SqlObjectKind.View;
        return found switch
        {
            CatalogTable table when !view => TableText.Create(table),
            CatalogView when !view => throw SqlException.Validation(
                show.Name.Position, $"{found.QualifiedName} is a view, not a table.", "Use SHOW CREATE VIEW."),
            CatalogView shown => TableText.Create(
                shown, new ViewNames(new Binder(Catalog, Settings, registry) { DefaultDatabase = shown.DefaultDatabase })),
            _ => throw SqlException.Validation(show.Name.Position, $"{found.QualifiedName} is a table, not a view.",
                "Use SHOW CREATE TABLE."),
        };
    }
}

using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>CREATE TABLE to a table: columns, keys, watermark, LIKE.</summary>
internal sealed partial class TableBuilder
{
    private readonly Catalog _catalog;
    private readonly Binder _binder;
    private readonly SqlCreateTable _syntax;
    private readonly List<TableColumn> _columns = [];
    private readonly Dictionary<string, SqlExpression> _computed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _options = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _primaryKey = [];
    private IReadOnlyList<string> _partitionKeys = [];
    private string? _primaryKeyName;
    private WatermarkDefinition? _watermark;
    private SqlExpression? _watermarkSyntax;

    private TableBuilder(Catalog catalog, Binder binder, SqlCreateTable syntax)
    {
        _catalog = catalog;
        _binder = binder;
        _syntax = syntax;
    }

    /// <summary>Makes a table.</summary>
    /// <param name="catalog">Where it will stand, and where LIKE finds its table.</param>
    /// <param name="binder">Binds computed columns.</param>
    /// <param name="syntax">The statement.</param>
    /// <param name="selected">The columns of its AS query, which come last, with the types that it declares. Null: there is none.</param>
    public static CatalogTable Build(
        Catalog catalog, Binder binder, SqlCreateTable syntax, IReadOnlyList<BoundColumn>? selected = null) =>
        new TableBuilder(catalog, binder, syntax).Build(selected ?? []);

    private CatalogTable Build(IReadOnlyList<BoundColumn> selected)
    {
        if (_syntax.DistributedBy is { } distributed)
        {
            throw SqlException.NotSupported(distributed, "DISTRIBUTED BY");
        }

        if (_syntax.Like is not null)
        {
            TakeLike(_syntax.Like);
        }

        foreach (SqlColumn column in _syntax.Columns)
        {
            Add(column);
        }

        foreach (BoundColumn column in selected)
        {
            TableColumn? declared = _columns.Find(c => c.Name == column.Name);
            if (declared is not null) _columns.Remove(declared);
            _columns.Add(declared ?? new TableColumn(column.Name, column.Type, TableColumnKind.Physical));
        }

        foreach (SqlOption option in _syntax.Options)
        {
            _options[option.Key] = option.Value;
        }

        return Finish();
    }

    private CatalogTable Finish()
    {
        TakePrimaryKey();
        TakePartitionKeys();
        BindComputed();
        TakeWatermark();
        (string database, string name) = _catalog.Place(_syntax.Name);
        var definition = new TableDefinition(Catalog.CatalogName, database, name)
        {
            Columns = _columns,
            Options = _options,
            PrimaryKey = _primaryKey,
            PrimaryKeyName = _primaryKeyName,
            PartitionKeys = _partitionKeys,
            Watermark = _watermark,
            Comment = _syntax.Comment,
            IsTemporary = _syntax.IsTemporary,
        };
        return new CatalogTable(definition, _computed, _watermarkSyntax);
    }

    private void Add(SqlColumn column)
    {
        if (_columns.Exists(c => c.Name == column.Name))
        {
            bool overwrites = column is SqlComputedColumn && Strategy("GENERATED", "OVERWRITING")
                || column is SqlMetadataColumn && Strategy("METADATA", "OVERWRITING");
            if (!overwrites)
            {
                throw SqlException.Validation(column.Position, $"Column \"{column.Name}\" is declared twice.", null);
            }

            _columns.RemoveAll(c => c.Name == column.Name);
            _computed.Remove(column.Name);
        }

        switch (column)
        {
            case SqlPhysicalColumn physical:
                _columns.Add(new TableColumn(column.Name, TypeBinder.Bind(physical.Type),
                    TableColumnKind.Physical) { Comment = column.Comment });
                break;
            case SqlMetadataColumn metadata:
                _columns.Add(new TableColumn(column.Name, TypeBinder.Bind(metadata.Type), TableColumnKind.Metadata)
                {
                    MetadataKey = metadata.Key,
                    IsVirtual = metadata.IsVirtual,
                    Comment = column.Comment,
                });
                break;
            case SqlComputedColumn computed:
                _columns.Add(new TableColumn(column.Name, DataType.Null, TableColumnKind.Computed)
                {
                    Expression = SqlWriter.Write(computed.Expression),
                    Comment = column.Comment,
                });
                _computed[column.Name] = computed.Expression;
                break;
        }
    }

    /// <summary>Types of computed columns: over the others, not over each other.</summary>
    private void BindComputed()
    {
        BoundColumn[] inputs =
        [
            .. _columns.Where(c => c.Kind != TableColumnKind.Computed).Select(c => new BoundColumn(c.Name, c.Type)),
        ];
        var scope = new Scope([new ScopeRelation(_syntax.Name.Last, [], inputs, 0)]);
        for (int i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Kind == TableColumnKind.Computed)
            {
                SqlExpression syntax = _computed[_columns[i].Name];
                Expression bound = _binder.Bind(syntax, scope);
                if (bound.Type.Root == TypeRoot.Null)
                {
                    throw SqlException.Validation(syntax.Position, "NULL has no type here.", "Write CAST(NULL AS type).");
                }

                _columns[i] = _columns[i] with { Type = bound.Type };
            }
        }
    }

    private void TakePrimaryKey()
    {
        SqlKeyConstraint? key = null;
        foreach (SqlKeyConstraint constraint in _syntax.Constraints)
        {
            if (!constraint.IsPrimary)
            {
                throw SqlException.NotSupported(constraint.Position, "UNIQUE");
            }

            if (key is not null)
            {
                throw SqlException.Validation(constraint.Position, "The table has two primary keys.",
                    "Name all columns in one: PRIMARY KEY (a, b).");
            }

            if (constraint.IsEnforced != false)
            {
                throw SqlException.Validation(
                    constraint.Position, "A PRIMARY KEY must be NOT ENFORCED: the data lies outside.",
                    "Write PRIMARY KEY (...) NOT ENFORCED.");
            }

            key = constraint;
        }

        if (key is null)
        {
            return;
        }

        if (_primaryKey.Count > 0)
        {
            throw SqlException.Validation(key.Position, "The table has a primary key already.",
                "In LIKE write (EXCLUDING CONSTRAINTS); in ALTER TABLE write MODIFY, or DROP it first.");
        }

        foreach (SqlIdentifier name in key.Columns)
        {
            int index = _columns.FindIndex(c => c.Name == name.ToString());
            if (index < 0)
            {
                throw SqlException.Validation(
                    name.Position, $"Column \"{name}\" of the primary key not found.",
                    Suggestions.Hint(name.ToString(), _columns.Select(c => c.Name)));
            }

            if (_columns[index].Kind != TableColumnKind.Physical)
            {
                throw SqlException.Validation(name.Position, $"Column \"{name}\" of the primary key is not a physical column.", null);
            }

            if (key.Columns.Count(c => c.Last == name.Last) > 1)
            {
                throw SqlException.Validation(name.Position, $"Column \"{name}\" stands twice in the primary key.", null);
            }

            _columns[index] = _columns[index] with { Type = _columns[index].Type.NotNull() };
        }

        _primaryKey = [.. key.Columns.Select(c => c.Last)];
        _primaryKeyName = key.Name ?? "PK_" + string.Join('_', _primaryKey);
    }

    private void TakePartitionKeys()
    {
        foreach (SqlIdentifier name in _syntax.PartitionedBy)
        {
            if (!_columns.Any(c => c.Name == name.ToString() && c.Kind == TableColumnKind.Physical))
            {
                throw SqlException.Validation(
                    name.Position,
                    $"Column \"{name}\" of PARTITIONED BY not found among the physical columns.",
                    Suggestions.Hint(name.ToString(), _columns.Select(c => c.Name)));
            }
        }

        if (_syntax.PartitionedBy.Count > 0)
        {
            _partitionKeys = [.. _syntax.PartitionedBy.Select(c => c.Last)];
        }
    }

    private void TakeWatermark()
    {
        if (_syntax.Watermarks.Count > 1)
        {
            throw SqlException.Validation(_syntax.Watermarks[1].Position, "The table has two watermarks.", "Keep one.");
        }

        if (_syntax.Watermarks.Count == 0)
        {
            return;
        }

        SqlWatermark watermark = _syntax.Watermarks[0];
        TableColumn column = _columns.FirstOrDefault(c => c.Name == watermark.Column.ToString()) ?? throw SqlException.Validation(
            watermark.Column.Position,
            $"Column \"{watermark.Column}\" of the watermark not found.",
            Suggestions.Hint(watermark.Column.ToString(), _columns.Select(c => c.Name)));
        if (!column.Type.IsTimestamp || column.Type.Precision > 3)
        {
            throw SqlException.Validation(
                watermark.Column.Position,
                $"The watermark's column \"{column.Name}\" must be TIMESTAMP(p) or TIMESTAMP_LTZ(p) with p from 0 to 3, "
                    + $"but is {column.Type}.",
                null);
        }

        BoundColumn[] inputs = [.. _columns.Select(c => new BoundColumn(c.Name, c.Type))];
        Expression bound = _binder.Bind(watermark.Expression, new Scope([new ScopeRelation(_syntax.Name.Last, [], inputs, 0)]));
        if (!bound.Type.IsTimestamp)
        {
            throw SqlException.Validation(watermark.Expression.Position, $"A watermark must be a TIMESTAMP, but is {bound.Type}.", null);
        }

        _watermark = new WatermarkDefinition(column.Name, SqlWriter.Write(watermark.Expression));
        _watermarkSyntax = watermark.Expression;
    }

    private bool Strategy(string feature, string strategy) =>
        _syntax.Like?.Options.Any(o => o.Strategy == strategy && o.Feature == feature) == true;

    /// <summary>Whether LIKE takes a feature over: what is not excluded by name, or by ALL where not included by name.</summary>
    private bool Includes(string feature) =>
        Strategy(feature, "INCLUDING") || Strategy(feature, "OVERWRITING")
            || !(Strategy(feature, "EXCLUDING") || Strategy("ALL", "EXCLUDING"));

    private void TakeLike(SqlTableLike like)
    {
        CatalogTable table = _catalog.Get(like.Table) as CatalogTable
            ?? throw SqlException.Validation(like.Table.Position, $"\"{like.Table}\" is a view; LIKE needs a table.", null);
        Take(table);
    }

    private void Take(CatalogTable table)
    {
        TableDefinition from = table.Definition;
        foreach (TableColumn column in from.Columns)
        {
            bool taken = column.Kind switch
            {
                TableColumnKind.Computed => Includes("GENERATED"),
                TableColumnKind.Metadata => Includes("METADATA"),
                _ => true,
            };
            if (taken)
            {
                _columns.Add(column);
                if (column.Kind == TableColumnKind.Computed)
                {
                    _computed[column.Name] = table.Computed[column.Name];
                }
            }
        }

        if (Includes("OPTIONS"))
        {
            foreach ((string key, string value) in from.Options)
            {
                _options[key] = value;
            }
        }

        if (Includes("CONSTRAINTS"))
        {
            _primaryKey = from.PrimaryKey;
            _primaryKeyName = from.PrimaryKeyName;
        }

        if (Includes("PARTITIONS"))
        {
            _partitionKeys = from.PartitionKeys;
        }

        if (Includes("WATERMARKS"))
        {
            _watermark = from.Watermark;
            _watermarkSyntax = table.Watermark;
        }
    }
}

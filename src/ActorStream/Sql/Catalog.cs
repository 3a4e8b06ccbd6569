using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>
/// The tables and views of a session: one catalog with databases, in memory. Names are case-sensitive. A temporary object hides a
/// permanent one of the same name. Not thread-safe: a session runs one statement at a time.
/// </summary>
internal sealed class Catalog
{
    public const string CatalogName = "default_catalog";
    public const string DefaultDatabase = "default_database";

    private readonly SortedDictionary<string, Database> _databases = new(StringComparer.Ordinal) { [DefaultDatabase] = new Database() };

    /// <summary>The database of unqualified names.</summary>
    public string CurrentDatabase { get; private set; } = DefaultDatabase;

    public IReadOnlyList<string> Databases => [.. _databases.Keys];

    public static void UseCatalog(SqlIdentifier name)
    {
        if (name.Last != CatalogName || name.Parts.Count > 1)
        {
            throw SqlException.Validation(
                name.Position, $"Catalog \"{name}\" not found.", Suggestions.Hint(name.Last, [CatalogName])
                    ?? $"There is \"{CatalogName}\".");
        }
    }

    public void UseDatabase(SqlIdentifier name) => CurrentDatabase = DatabaseOf(name, name.Parts);

    public void CreateDatabase(SqlIdentifier name, bool ifNotExists)
    {
        CheckCatalog(name, name.Parts);
        if (!_databases.TryAdd(name.Last, new Database()) && !ifNotExists)
        {
            throw SqlException.Validation(name.Position, $"Database \"{name.Last}\" exists already.",
                "Add IF NOT EXISTS, or DROP it first.");
        }
    }

    public void DropDatabase(SqlIdentifier name, bool ifExists)
    {
        CheckCatalog(name, name.Parts);
        if (!_databases.TryGetValue(name.Last, out Database? database))
        {
            if (!ifExists)
            {
                throw DatabaseNotFound(name.Position, name.Last);
            }
        }
        else if (name.Last == CurrentDatabase || name.Last == DefaultDatabase)
        {
            throw SqlException.Validation(name.Position, $"Database \"{name.Last}\" is in use.", "USE another one first.");
        }
        else if (database.Permanent.Count + database.Temporary.Count > 0)
        {
            throw SqlException.Validation(name.Position, $"Database \"{name.Last}\" is not empty.", "DROP its tables and views first.");
        }
        else
        {
            _databases.Remove(name.Last);
        }
    }

    /// <summary>The table or view of that name.</summary>
    /// <param name="name">One to three parts.</param>
    /// <param name="defaultDatabase">The database of unqualified names; null: the current one.</param>
    public CatalogObject Get(SqlIdentifier name, string? defaultDatabase = null)
    {
        if (Find(name, defaultDatabase) is { } found)
        {
            return found;
        }

        (string databaseName, string objectName) = Split(name, defaultDatabase);
        if (!_databases.ContainsKey(databaseName))
        {
            throw DatabaseNotFound(name.Position, databaseName);
        }

        throw SqlException.Validation(
            name.Position, $"Table or view \"{name}\" not found.", Suggestions.Hint(objectName, Names(databaseName)));
    }

    public CatalogObject? Find(SqlIdentifier name, string? defaultDatabase = null)
    {
        (string databaseName, string objectName) = Split(name, defaultDatabase);
        if (!_databases.TryGetValue(databaseName, out Database? database))
        {
            return null;
        }

        return database.Temporary.GetValueOrDefault(objectName) ?? database.Permanent.GetValueOrDefault(objectName);
    }

    /// <summary>The database and name that a new object gets.</summary>
    public (string Database, string Name) Place(SqlIdentifier name)
    {
        (string database, string objectName) = Split(name, null);
        return _databases.ContainsKey(database) ? (database, objectName) : throw DatabaseNotFound(name.Position, database);
    }

    /// <summary>Whether an object of that name and kind of life exists.</summary>
    public bool Contains(SqlIdentifier name, bool isTemporary)
    {
        (string database, string objectName) = Place(name);
        return _databases[database].Of(isTemporary).ContainsKey(objectName);
    }

    /// <summary>Adds an object.</summary>
    public void Add(SqlIdentifier name, CatalogObject created, bool replace = false)
    {
        SortedDictionary<string, CatalogObject> objects = _databases[created.Database].Of(created.IsTemporary);
        if (!replace && objects.ContainsKey(created.Name))
        {
            throw SqlException.Validation(
                name.Position, $"Table or view {created.QualifiedName} exists already.", "Add IF NOT EXISTS, or DROP it first.");
        }

        objects[created.Name] = created;
    }

    /// <summary>Removes an object that is there.</summary>
    public void Remove(CatalogObject found) => _databases[found.Database].Of(found.IsTemporary).Remove(found.Name);

    /// <summary>DROP TABLE and DROP VIEW.</summary>
    public void Drop(SqlDrop drop)
    {
        bool view = drop.Kind == SqlObjectKind.View;
        string what = view ? "View" : "Table";
        (string databaseName, string name) = Split(drop.Name, null);
        Database? database = _databases.GetValueOrDefault(databaseName);
        CatalogObject? found = database?.Of(drop.IsTemporary).GetValueOrDefault(name);
        if (found is null || found is CatalogView != view)
        {
            if (!drop.IfExists)
            {
                IEnumerable<string> names = database is null
                    ? []
                    : database.Of(drop.IsTemporary).Values.Where(o => o is CatalogView == view).Select(o => o.Name);
                string? hint = found is not null ? $"It is a {(view ? "table: DROP TABLE" : "view: DROP VIEW")}."
                    : !drop.IsTemporary && database?.Temporary.ContainsKey(name) == true
                        ? $"There is a temporary one: DROP TEMPORARY {what.ToUpperInvariant()}."
                    : Suggestions.Hint(name, names);
                throw SqlException.Validation(drop.Name.Position, $"{what} \"{drop.Name}\" not found.", hint);
            }

            return;
        }

        if (!drop.IsTemporary && database!.Temporary.ContainsKey(name))
        {
            throw SqlException.Validation(
                drop.Name.Position,
                $"A temporary table or view hides {found.QualifiedName}.",
                $"DROP TEMPORARY {what.ToUpperInvariant()} it first.");
        }

        database!.Of(drop.IsTemporary).Remove(name);
    }

    /// <summary>The tables and views of a database, by name; hidden ones are left out.</summary>
    public IReadOnlyList<CatalogObject> List(SqlIdentifier? databaseName)
    {
        Database database = _databases[databaseName is null ? CurrentDatabase : DatabaseOf(databaseName, databaseName.Parts)];
        return
        [
            .. database.Temporary.Values.Concat(database.Permanent.Values.Where(o => !database.Temporary.ContainsKey(o.Name)))
                .OrderBy(o => o.Name, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<string> Names(string database) => _databases[database].Temporary.Keys.Concat(_databases[database].Permanent.Keys);

    private (string Database, string Name) Split(SqlIdentifier name, string? defaultDatabase)
    {
        IReadOnlyList<string> parts = name.Parts;
        if (parts.Count > 3)
        {
            throw SqlException.Validation(name.Position, $"The name \"{name}\" has {parts.Count} parts.",
                "A table has catalog, database and name.");
        }

        if (parts.Count == 3)
        {
            CheckCatalog(name, [parts[0], parts[1]]);
        }

        return (parts.Count == 1 ? defaultDatabase ?? CurrentDatabase : parts[^2], parts[^1]);
    }

    private string DatabaseOf(SqlIdentifier name, IReadOnlyList<string> parts)
    {
        CheckCatalog(name, parts);
        return _databases.ContainsKey(parts[^1]) ? parts[^1] : throw DatabaseNotFound(name.Position, parts[^1]);
    }

    /// <summary>Parts are a database's name, perhaps behind its catalog's.</summary>
    private static void CheckCatalog(SqlIdentifier name, IReadOnlyList<string> parts)
    {
        if (parts.Count > 2 || (parts.Count == 2 && parts[0] != CatalogName))
        {
            throw SqlException.Validation(name.Position, $"Catalog \"{parts[0]}\" not found.", $"There is \"{CatalogName}\".");
        }
    }

    private SqlException DatabaseNotFound(SourcePosition position, string name) =>
        SqlException.Validation(position, $"Database \"{name}\" not found.", Suggestions.Hint(name, _databases.Keys));

    /// <summary>The objects of a database.</summary>
    private sealed class Database
    {
        public SortedDictionary<string, CatalogObject> Permanent { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, CatalogObject> Temporary { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, CatalogObject> Of(bool isTemporary) => isTemporary ? Temporary : Permanent;
    }
}

namespace ActorStream.Sql.Syntax;

/// <summary>A statement and its text.</summary>
internal abstract record SqlStatement(SourcePosition Position) : SqlNode(Position)
{
    public string Text { get; init; } = "";
}

/// <summary>A query that stands alone.</summary>
internal sealed record SqlQueryStatement(SourcePosition Position, SqlQuery Query) : SqlStatement(Position);

/// <summary>A <c>'key' = 'value'</c> pair.</summary>
internal sealed record SqlOption(SourcePosition Position, string Key, string Value, SourcePosition ValuePosition) : SqlNode(Position);

/// <summary>A column of CREATE TABLE: physical, metadata (a key or null for its own name), or computed.</summary>
internal abstract record SqlColumn(SourcePosition Position, string Name) : SqlNode(Position)
{
    public string? Comment { get; init; }
}

/// <summary>A column that is stored.</summary>
internal sealed record SqlPhysicalColumn(SourcePosition Position, string Name, SqlTypeName Type) : SqlColumn(Position, Name);

/// <summary>A column that the connector or format supplies.</summary>
internal sealed record SqlMetadataColumn(SourcePosition Position, string Name, SqlTypeName Type, string? Key, bool IsVirtual)
    : SqlColumn(Position, Name);

/// <summary>A column that an expression supplies.</summary>
internal sealed record SqlComputedColumn(SourcePosition Position, string Name, SqlExpression Expression) : SqlColumn(Position, Name);

/// <summary>PRIMARY KEY or UNIQUE, with its columns.</summary>
internal sealed record SqlKeyConstraint(
    SourcePosition Position, string? Name, bool IsPrimary, bool? IsEnforced, IReadOnlyList<SqlIdentifier> Columns) : SqlNode(Position);

/// <summary><c>WATERMARK FOR c AS e</c>.</summary>
internal sealed record SqlWatermark(SourcePosition Position, SqlIdentifier Column, SqlExpression Expression) : SqlNode(Position);

/// <summary><c>INCLUDING</c>, <c>EXCLUDING</c> or <c>OVERWRITING</c> and what it is about.</summary>
internal sealed record SqlLikeOption(SourcePosition Position, string Strategy, string Feature) : SqlNode(Position);

/// <summary><c>LIKE t (…)</c>.</summary>
internal sealed record SqlTableLike(SourcePosition Position, SqlIdentifier Table, IReadOnlyList<SqlLikeOption> Options)
    : SqlNode(Position);

/// <summary><c>CREATE TABLE</c>.</summary>
internal sealed record SqlCreateTable(SourcePosition Position, SqlIdentifier Name) : SqlStatement(Position)
{
    public bool IsTemporary { get; init; }

    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public IReadOnlyList<SqlColumn> Columns { get; init; } = [];

    public IReadOnlyList<SqlKeyConstraint> Constraints { get; init; } = [];

    public IReadOnlyList<SqlWatermark> Watermarks { get; init; } = [];

    public string? Comment { get; init; }

    public SourcePosition? DistributedBy { get; init; }

    public IReadOnlyList<SqlIdentifier> PartitionedBy { get; init; } = [];

    public IReadOnlyList<SqlOption> Options { get; init; } = [];

    public SqlTableLike? Like { get; init; }

    public SqlQuery? AsQuery { get; init; }
}

/// <summary><c>CREATE VIEW</c>.</summary>
internal sealed record SqlCreateView(SourcePosition Position, SqlIdentifier Name, SqlQuery Query, string QueryText)
    : SqlStatement(Position)
{
    public bool IsTemporary { get; init; }

    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public IReadOnlyList<SqlIdentifier> Columns { get; init; } = [];

    public string? Comment { get; init; }
}

/// <summary>What DROP, SHOW CREATE and DESCRIBE name.</summary>
internal enum SqlObjectKind { Table, View, Database, Catalog, Function }

/// <summary><c>DROP TABLE</c>, <c>DROP VIEW</c>, <c>DROP DATABASE</c>.</summary>
internal sealed record SqlDrop(SourcePosition Position, SqlObjectKind Kind, SqlIdentifier Name, bool IsTemporary, bool IfExists)
    : SqlStatement(Position);

/// <summary>A column of ALTER TABLE ADD or MODIFY and where it goes.</summary>
internal sealed record SqlAlteredColumn(SourcePosition Position, SqlColumn Column, bool IsFirst, SqlIdentifier? After) : SqlNode(Position);

/// <summary>ALTER TABLE or ALTER VIEW, with one change; a column that is renamed is the one dropped column.</summary>
internal sealed record SqlAlter(SourcePosition Position, SqlObjectKind Kind, SqlIdentifier Name) : SqlStatement(Position)
{
    public bool IfExists { get; init; }

    public SqlIdentifier? NewName { get; init; }

    public SqlIdentifier? NewColumn { get; init; }

    public IReadOnlyList<SqlOption> SetOptions { get; init; } = [];

    public IReadOnlyList<SqlIdentifier> ResetKeys { get; init; } = [];

    public bool Modifies { get; init; }

    public IReadOnlyList<SqlAlteredColumn> Columns { get; init; } = [];

    public IReadOnlyList<SqlKeyConstraint> Constraints { get; init; } = [];

    public IReadOnlyList<SqlWatermark> Watermarks { get; init; } = [];

    public IReadOnlyList<SqlIdentifier> Dropped { get; init; } = [];

    public bool DropsPrimaryKey { get; init; }

    public bool DropsWatermark { get; init; }

    public SqlQuery? Query { get; init; }
}

/// <summary><c>CREATE DATABASE</c>.</summary>
internal sealed record SqlCreateDatabase(
    SourcePosition Position, SqlIdentifier Name, bool IfNotExists, string? Comment, IReadOnlyList<SqlOption> Options)
    : SqlStatement(Position);

/// <summary><c>INSERT INTO t [(columns)] query</c>.</summary>
internal sealed record SqlInsert(SourcePosition Position, SqlIdentifier Table, SqlQuery Query) : SqlStatement(Position)
{
    public IReadOnlyList<SqlHint> Hints { get; init; } = [];

    public IReadOnlyList<SqlIdentifier>? Columns { get; init; }

    public IReadOnlyList<SqlPartitionValue> Partition { get; init; } = [];
}

/// <summary><c>PARTITION (key = literal)</c>.</summary>
internal sealed record SqlPartitionValue(SourcePosition Position, string Key, SqlExpression Value) : SqlNode(Position);

/// <summary>INSERTs that run as one job.</summary>
internal sealed record SqlStatementSet(SourcePosition Position, IReadOnlyList<SqlInsert> Inserts) : SqlStatement(Position);

/// <summary><c>SET</c>: without a key it lists.</summary>
internal sealed record SqlSet(SourcePosition Position, string? Key, string? Value) : SqlStatement(Position);

/// <summary><c>RESET</c>: without a key it resets all.</summary>
internal sealed record SqlReset(SourcePosition Position, string? Key) : SqlStatement(Position);

/// <summary><c>USE [CATALOG] name</c>.</summary>
internal sealed record SqlUse(SourcePosition Position, bool IsCatalog, SqlIdentifier Name) : SqlStatement(Position);

/// <summary>What SHOW lists.</summary>
internal enum SqlShowKind
{
    Catalogs, Databases, CurrentCatalog, CurrentDatabase, Tables, Views, Functions, UserFunctions, Columns, Modules, Jars, Jobs,
}

/// <summary><c>SHOW … [FROM name] [[NOT] LIKE pattern]</c>.</summary>
internal sealed record SqlShow(SourcePosition Position, SqlShowKind Kind) : SqlStatement(Position)
{
    public SqlIdentifier? From { get; init; }

    public string? Pattern { get; init; }

    public bool IsNegated { get; init; }

    public bool IsCaseInsensitive { get; init; }
}

/// <summary><c>SHOW CREATE TABLE|VIEW</c>.</summary>
internal sealed record SqlShowCreate(SourcePosition Position, SqlObjectKind Kind, SqlIdentifier Name) : SqlStatement(Position);

/// <summary><c>DESCRIBE [EXTENDED] t</c>.</summary>
internal sealed record SqlDescribe(SourcePosition Position, SqlIdentifier Name, bool IsExtended) : SqlStatement(Position);

/// <summary><c>EXPLAIN [details] statement</c>.</summary>
internal sealed record SqlExplain(SourcePosition Position, IReadOnlyList<string> Details, SqlStatement Statement) : SqlStatement(Position);

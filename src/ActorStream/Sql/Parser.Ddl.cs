using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>CREATE and DROP.</summary>
internal sealed partial class Parser
{
    private SqlStatement Create()
    {
        SourcePosition position = ExpectWord("CREATE");
        bool replace = TakeWords("OR", "REPLACE");
        bool temporary = TakeWord("TEMPORARY");
        if (TakeWord("TABLE"))
        {
            return CreateTable(position, replace, temporary);
        }

        if (TakeWord("VIEW"))
        {
            return CreateView(position, replace, temporary);
        }

        if (!replace && !temporary && TakeWord("DATABASE"))
        {
            bool ifNotExists = TakeWords("IF", "NOT", "EXISTS");
            SqlIdentifier name = QualifiedName("a database name");
            string? comment = TakeWord("COMMENT") ? StringLiteral("a comment as a string") : null;
            return new SqlCreateDatabase(position, name, ifNotExists, comment, TakeWord("WITH") ? Options() : []);
        }

        string what = temporary && TakeWord("SYSTEM") ? "CREATE TEMPORARY SYSTEM FUNCTION" : $"CREATE {Current.Text.ToUpperInvariant()}";
        throw Current.IsWord("FUNCTION") || Current.IsWord("CATALOG") || Current.IsWord("MODEL") || Current.IsWord("MATERIALIZED")
            ? SqlException.NotSupported(position, what)
            : Unexpected("TABLE, VIEW or DATABASE");
    }

    private SqlCreateTable CreateTable(SourcePosition position, bool replace, bool temporary)
    {
        bool ifNotExists = TakeWords("IF", "NOT", "EXISTS");
        var table = new SqlCreateTable(position, QualifiedName("a table name"))
        {
            IsTemporary = temporary,
            IfNotExists = ifNotExists,
            OrReplace = replace,
        };
        if (TakeSymbol("("))
        {
            table = TableElements(table);
        }

        if (TakeWord("COMMENT"))
        {
            table = table with { Comment = StringLiteral("a comment as a string") };
        }

        if (IsWord("DISTRIBUTED"))
        {
            table = table with { DistributedBy = Distribution() };
        }

        if (TakeWords("PARTITIONED", "BY"))
        {
            table = table with { PartitionedBy = NameList("a column name") };
        }

        if (TakeWord("WITH"))
        {
            table = table with { Options = Options() };
        }

        if (TakeWord("LIKE"))
        {
            table = table with { Like = TableLike() };
        }
        else if (TakeWord("AS"))
        {
            table = table with { AsQuery = Query() };
        }

        return table;
    }

    private SourcePosition Distribution()
    {
        SourcePosition position = ExpectWord("DISTRIBUTED");
        if (TakeWord("BY"))
        {
            _ = TakeWord("HASH") || TakeWord("RANGE");
            NameList("a column name");
        }

        if (TakeWord("INTO"))
        {
            IntegerLiteral("a number of buckets");
            ExpectWord("BUCKETS");
        }

        return position;
    }

    private SqlCreateTable TableElements(SqlCreateTable table)
    {
        var columns = new List<SqlColumn>();
        var constraints = new List<SqlKeyConstraint>();
        var watermarks = new List<SqlWatermark>();
        do
        {
            SourcePosition position = Here;
            if (TakeWord("WATERMARK"))
            {
                ExpectWord("FOR");
                SqlIdentifier column = QualifiedName("a column name");
                ExpectWord("AS");
                watermarks.Add(new SqlWatermark(position, column, Expression()));
            }
            else if (IsWord("CONSTRAINT") || IsWord("PRIMARY") || IsWord("UNIQUE"))
            {
                constraints.Add(Constraint(null));
            }
            else
            {
                columns.Add(Column(constraints));
            }
        }
        while (TakeSymbol(","));
        ExpectSymbol(")", "\",\" or \")\"");
        return table with { Columns = columns, Constraints = constraints, Watermarks = watermarks };
    }

    /// <summary>A constraint of the table, or of one column.</summary>
    private SqlKeyConstraint Constraint(SqlIdentifier? column)
    {
        SourcePosition position = Here;
        string? name = TakeWord("CONSTRAINT") ? Name("the name of the constraint") : null;
        bool primary = TakeWords("PRIMARY", "KEY");
        if (!primary)
        {
            ExpectWord("UNIQUE");
        }

        IReadOnlyList<SqlIdentifier> columns = column is null ? NameList("a column name") : [column];
        bool? enforced = TakeWords("NOT", "ENFORCED") ? false : TakeWord("ENFORCED") ? true : null;
        return new SqlKeyConstraint(position, name, primary, enforced, columns);
    }

    private SqlColumn Column(List<SqlKeyConstraint> constraints)
    {
        SourcePosition position = Here;
        SqlIdentifier identifier = SimpleName("a column name");
        string name = identifier.Last;
        if (IsSymbol("."))
        {
            throw SqlException.Parse(Here, "A column name has one part.", "Nest fields with the type ROW<...>.");
        }

        if (TakeWord("AS"))
        {
            SqlExpression expression = Expression();
            return new SqlComputedColumn(position, name, expression) { Comment = ColumnComment() };
        }

        SqlTypeName type = TypeName();
        if (TakeWord("METADATA"))
        {
            string? key = TakeWord("FROM") ? StringLiteral("the metadata key as a string") : null;
            bool isVirtual = TakeWord("VIRTUAL");
            return new SqlMetadataColumn(position, name, type, key, isVirtual) { Comment = ColumnComment() };
        }

        if (IsWord("CONSTRAINT") || IsWord("PRIMARY") || IsWord("UNIQUE"))
        {
            constraints.Add(Constraint(identifier));
        }

        return new SqlPhysicalColumn(position, name, type) { Comment = ColumnComment() };
    }

    private string? ColumnComment() => TakeWord("COMMENT") ? StringLiteral("a comment as a string") : null;

    private List<SqlOption> Options()
    {
        ExpectSymbol("(");
        var options = new List<SqlOption>();
        if (TakeSymbol(")"))
        {
            return options;
        }

        do
        {
            SourcePosition position = Here;
            string key = StringLiteral("an option key as a string");
            ExpectSymbol("=");
            SourcePosition valuePosition = Here;
            options.Add(new SqlOption(position, key, StringLiteral("an option value as a string"), valuePosition));
        }
        while (TakeSymbol(","));
        ExpectSymbol(")", "\",\" or \")\"");
        return options;
    }

    private SqlTableLike TableLike()
    {
        SourcePosition position = Here;
        SqlIdentifier table = QualifiedName("a table name");
        var options = new List<SqlLikeOption>();
        if (TakeSymbol("("))
        {
            while (!TakeSymbol(")"))
            {
                SourcePosition option = Here;
                string strategy = IsWord("INCLUDING") || IsWord("EXCLUDING") || IsWord("OVERWRITING")
                    ? Take().Text.ToUpperInvariant()
                    : throw Unexpected("INCLUDING, EXCLUDING or OVERWRITING");
                string feature = Current.Kind == TokenKind.Word ? Current.Text.ToUpperInvariant() : "";
                if (feature is not ("ALL" or "CONSTRAINTS" or "GENERATED" or "OPTIONS" or "PARTITIONS" or "WATERMARKS" or "METADATA"
                    or "DISTRIBUTION"))
                {
                    throw Unexpected("ALL, CONSTRAINTS, GENERATED, METADATA, OPTIONS, PARTITIONS or WATERMARKS");
                }

                Take();
                options.Add(new SqlLikeOption(option, strategy, feature));
            }
        }

        return new SqlTableLike(position, table, options);
    }

    private SqlCreateView CreateView(SourcePosition position, bool replace, bool temporary)
    {
        bool ifNotExists = TakeWords("IF", "NOT", "EXISTS");
        SqlIdentifier name = QualifiedName("a view name");
        List<SqlIdentifier> columns = IsSymbol("(") ? NameList("a column name") : [];
        string? comment = TakeWord("COMMENT") ? StringLiteral("a comment as a string") : null;
        ExpectWord("AS");
        int start = Here.Offset;
        SqlQuery query = Query();
        return new SqlCreateView(position, name, query, TextFrom(start))
        {
            Columns = columns,
            Comment = comment,
            IsTemporary = temporary,
            IfNotExists = ifNotExists,
            OrReplace = replace,
        };
    }

    private SqlDrop Drop()
    {
        SourcePosition position = ExpectWord("DROP");
        bool temporary = TakeWord("TEMPORARY");
        SqlObjectKind kind = TakeWord("TABLE") ? SqlObjectKind.Table
            : TakeWord("VIEW") ? SqlObjectKind.View
            : !temporary && TakeWord("DATABASE") ? SqlObjectKind.Database
            : IsWord("CATALOG") || IsWord("FUNCTION") || IsWord("SYSTEM") || IsWord("MODEL") || IsWord("MATERIALIZED")
                ? throw SqlException.NotSupported(position, $"DROP {Current.Text.ToUpperInvariant()}")
            : throw Unexpected("TABLE, VIEW or DATABASE");
        bool ifExists = TakeWords("IF", "EXISTS");
        SqlIdentifier name = QualifiedName("a name");
        if (kind == SqlObjectKind.Database)
        {
            _ = TakeWord("RESTRICT") || TakeWord("CASCADE");
        }

        return new SqlDrop(position, kind, name, temporary, ifExists);
    }
}

using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Statements other than CREATE and DROP.</summary>
internal sealed partial class Parser
{
    private SqlStatement StatementWithText()
    {
        _heights.Clear();
        _depth = 0;
        int start = Here.Offset;
        SqlStatement statement = Statement();
        return statement with { Text = TextFrom(start) };
    }

    private SqlStatement Statement()
    {
        SourcePosition position = Here;
        if (IsSymbol("("))
        {
            return new SqlQueryStatement(position, Query());
        }

        string word = Current.Kind == TokenKind.Word ? Current.Text.ToUpperInvariant() : "";
        switch (word)
        {
            case "SELECT" or "WITH" or "VALUES" or "TABLE":
                return new SqlQueryStatement(position, Query());
            case "CREATE":
                return Create();
            case "DROP":
                return Drop();
            case "INSERT":
                return Insert();
            case "EXECUTE":
                return Execute();
            case "BEGIN":
                return BeginStatementSet();
            case "SET":
                return Set();
            case "RESET":
                Take();
                return new SqlReset(position, Current.Kind == TokenKind.String ? Take().Text : null);
            case "USE":
                return Use();
            case "SHOW":
                return Show();
            case "DESCRIBE" or "DESC":
                return Describe();
            case "EXPLAIN":
                return Explain();
            case "ALTER":
                return Alter();
            case "UPDATE" or "DELETE" or "TRUNCATE" or "ANALYZE" or "CALL" or "LOAD" or "UNLOAD" or "ADD" or "REMOVE"
                or "COMPILE" or "STOP" or "UPSERT" or "MERGE":
                throw SqlException.NotSupported(position, $"The statement {word}");
            default:
                throw Unexpected("a statement (SELECT, INSERT, CREATE, DROP, SET, SHOW, DESCRIBE, EXPLAIN, ...)");
        }
    }

    private SqlInsert Insert()
    {
        SourcePosition position = ExpectWord("INSERT");
        if (IsWord("OVERWRITE"))
        {
            throw SqlException.NotSupported(Here, "INSERT OVERWRITE", "Streaming mode appends: use INSERT INTO.");
        }

        ExpectWord("INTO");
        SqlIdentifier table = QualifiedName("a table name");
        List<SqlHint> hints = Hints();
        var partition = new List<SqlPartitionValue>();
        if (TakeWord("PARTITION"))
        {
            ExpectSymbol("(");
            do
            {
                SourcePosition key = Here;
                string name = Name("a column name");
                ExpectSymbol("=");
                partition.Add(new SqlPartitionValue(key, name, Expression()));
            }
            while (TakeSymbol(","));
            ExpectSymbol(")");
        }

        List<SqlIdentifier>? columns = IsSymbol("(") && !IsQueryInParentheses() ? NameList("a column name") : null;
        return new SqlInsert(position, table, Query()) { Hints = hints, Columns = columns, Partition = partition };
    }

    private SqlStatement Execute()
    {
        SourcePosition position = ExpectWord("EXECUTE");
        if (TakeWords("STATEMENT", "SET"))
        {
            ExpectWord("BEGIN");
            return StatementSet(position);
        }

        return IsWord("INSERT") ? Insert()
            : IsWord("SELECT") || IsWord("WITH") || IsWord("VALUES") ? new SqlQueryStatement(position, Query())
            : IsWord("PLAN") ? throw SqlException.NotSupported(position, "EXECUTE PLAN")
            : throw Unexpected("STATEMENT SET, INSERT or SELECT");
    }

    private SqlStatementSet BeginStatementSet()
    {
        SourcePosition position = ExpectWord("BEGIN");
        ExpectWord("STATEMENT");
        ExpectWord("SET");
        ExpectSymbol(";");
        return StatementSet(position);
    }

    private SqlStatementSet StatementSet(SourcePosition position)
    {
        var inserts = new List<SqlInsert>();
        while (!IsWord("END"))
        {
            if (!IsWord("INSERT"))
            {
                throw Unexpected(inserts.Count == 0 ? "INSERT" : "INSERT or END");
            }

            int start = Here.Offset;
            SqlInsert insert = Insert();
            inserts.Add(insert with { Text = TextFrom(start) });
            ExpectSymbol(";", "\";\" behind the INSERT");
        }

        if (inserts.Count == 0)
        {
            throw Unexpected("INSERT");
        }

        ExpectWord("END");
        return new SqlStatementSet(position, inserts);
    }

    private SqlSet Set()
    {
        SourcePosition position = ExpectWord("SET");
        if (Current.Kind == TokenKind.End || IsSymbol(";"))
        {
            return new SqlSet(position, null, null);
        }

        if (Current.Kind == TokenKind.Word)
        {
            throw SqlException.Parse(Here, "SET needs its key as a string.", "Write SET 'key' = 'value'.");
        }

        string key = StringLiteral("a key as a string");
        ExpectSymbol("=");
        return new SqlSet(position, key, StringLiteral("a value as a string"));
    }

    private SqlUse Use()
    {
        SourcePosition position = ExpectWord("USE");
        if (IsWord("MODULES"))
        {
            throw SqlException.NotSupported(position, "USE MODULES");
        }

        bool catalog = TakeWord("CATALOG");
        return new SqlUse(position, catalog, QualifiedName(catalog ? "a catalog name" : "a database name"));
    }

    private SqlStatement Show()
    {
        SourcePosition position = ExpectWord("SHOW");
        if (TakeWord("CREATE"))
        {
            SqlObjectKind kind = TakeWord("TABLE") ? SqlObjectKind.Table
                : TakeWord("VIEW") ? SqlObjectKind.View
                : throw Unexpected("TABLE or VIEW");
            return new SqlShowCreate(position, kind, QualifiedName("a name"));
        }

        SqlShowKind what = TakeWord("CATALOGS") ? SqlShowKind.Catalogs
            : TakeWord("DATABASES") ? SqlShowKind.Databases
            : TakeWords("CURRENT", "CATALOG") ? SqlShowKind.CurrentCatalog
            : TakeWords("CURRENT", "DATABASE") ? SqlShowKind.CurrentDatabase
            : TakeWord("TABLES") ? SqlShowKind.Tables
            : TakeWord("VIEWS") ? SqlShowKind.Views
            : TakeWord("FUNCTIONS") ? SqlShowKind.Functions
            : TakeWords("USER", "FUNCTIONS") ? SqlShowKind.UserFunctions
            : TakeWord("COLUMNS") ? SqlShowKind.Columns
            : TakeWord("MODULES") || TakeWords("FULL", "MODULES") ? SqlShowKind.Modules
            : TakeWord("JARS") ? SqlShowKind.Jars
            : TakeWord("JOBS") ? SqlShowKind.Jobs
            : throw Unexpected("TABLES, VIEWS, FUNCTIONS, DATABASES, CATALOGS, COLUMNS, JOBS or CREATE");
        var show = new SqlShow(position, what);
        if (TakeWord("FROM") || TakeWord("IN"))
        {
            show = show with { From = QualifiedName("a name") };
        }
        else if (what == SqlShowKind.Columns)
        {
            throw Unexpected("FROM or IN");
        }

        bool negated = TakeWord("NOT");
        if (negated || IsWord("LIKE") || IsWord("ILIKE"))
        {
            bool insensitive = IsWord("ILIKE");
            _ = TakeWord("LIKE") || TakeWord("ILIKE") ? true : throw Unexpected("LIKE");
            show = show with { Pattern = StringLiteral("a pattern as a string"), IsNegated = negated, IsCaseInsensitive = insensitive };
        }

        return show;
    }

    private SqlDescribe Describe()
    {
        SourcePosition position = Take().Position;
        if ((IsWord("CATALOG") || IsWord("DATABASE") || IsWord("FUNCTION") || IsWord("JOB") || IsWord("MODEL"))
            && (At(1).Kind is TokenKind.Word or TokenKind.QuotedName or TokenKind.String))
        {
            throw SqlException.NotSupported(position, $"DESCRIBE {Current.Text.ToUpperInvariant()}");
        }

        bool extended = TakeWord("EXTENDED");
        return new SqlDescribe(position, QualifiedName("a table name"), extended);
    }

    private SqlExplain Explain()
    {
        SourcePosition position = ExpectWord("EXPLAIN");
        var details = new List<string>();
        if (TakeWord("PLAN"))
        {
            ExpectWord("FOR");
        }
        else
        {
            while (IsWord("ESTIMATED_COST") || IsWord("CHANGELOG_MODE") || IsWord("JSON_EXECUTION_PLAN") || IsWord("PLAN_ADVICE"))
            {
                details.Add(Take().Text.ToUpperInvariant());
                if (!TakeSymbol(","))
                {
                    break;
                }
            }
        }

        SourcePosition inner = Here;
        int start = inner.Offset;
        TakeWord("EXECUTE");
        SqlStatement statement;
        if (TakeWords("STATEMENT", "SET"))
        {
            ExpectWord("BEGIN");
            statement = StatementSet(inner);
        }
        else
        {
            statement = IsWord("INSERT") ? Insert()
                : IsSymbol("(") || IsWord("SELECT") || IsWord("WITH") || IsWord("VALUES") || IsWord("TABLE")
                    ? new SqlQueryStatement(inner, Query())
                : IsWord("CREATE") ? Create()
                : throw Unexpected("a query, INSERT or STATEMENT SET");
        }

        return new SqlExplain(position, details, statement with { Text = TextFrom(start) });
    }
}

using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>ALTER TABLE and ALTER VIEW.</summary>
internal sealed partial class Parser
{
    private SqlAlter Alter()
    {
        SourcePosition position = ExpectWord("ALTER");
        if (TakeWord("VIEW"))
        {
            return AlterView(new SqlAlter(position, SqlObjectKind.View, QualifiedName("a view name")));
        }

        if (!TakeWord("TABLE"))
        {
            throw SqlException.NotSupported(position, $"ALTER {Current.Text.ToUpperInvariant()}", "ALTER TABLE and ALTER VIEW are.");
        }

        bool ifExists = TakeWords("IF", "EXISTS");
        var alter = new SqlAlter(position, SqlObjectKind.Table, QualifiedName("a table name")) { IfExists = ifExists };
        if (TakeWord("RENAME"))
        {
            if (TakeWord("TO"))
            {
                return alter with { NewName = QualifiedName("a table name") };
            }

            SqlIdentifier column = SimpleName("a column name");
            ExpectWord("TO");
            return alter with { Dropped = [column], NewColumn = SimpleName("a column name") };
        }

        if (TakeWord("SET"))
        {
            return alter with { SetOptions = Options() };
        }

        if (TakeWord("RESET"))
        {
            return alter with { ResetKeys = OptionKeys() };
        }

        if (IsWord("ADD") || IsWord("MODIFY"))
        {
            bool modifies = Take().IsWord("MODIFY");
            return AlterColumns(alter with { Modifies = modifies });
        }

        ExpectDrop();
        return AlterDrop(alter);
    }

    private void ExpectDrop()
    {
        if (!TakeWord("DROP"))
        {
            throw Unexpected("RENAME, SET, RESET, ADD, MODIFY or DROP");
        }
    }

    private SqlAlter AlterView(SqlAlter alter)
    {
        if (TakeWords("RENAME", "TO"))
        {
            return alter with { NewName = QualifiedName("a view name") };
        }

        ExpectWord("AS");
        return alter with { Query = Query() };
    }

    private List<SqlIdentifier> OptionKeys()
    {
        ExpectSymbol("(");
        var keys = new List<SqlIdentifier>();
        do
        {
            SourcePosition position = Here;
            keys.Add(new SqlIdentifier(position, [StringLiteral("an option key as a string")]));
        }
        while (TakeSymbol(","));
        ExpectSymbol(")", "\",\" or \")\"");
        return keys;
    }

    private SqlAlter AlterColumns(SqlAlter alter)
    {
        var columns = new List<SqlAlteredColumn>();
        var constraints = new List<SqlKeyConstraint>();
        var watermarks = new List<SqlWatermark>();
        bool several = TakeSymbol("(");
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
                SqlColumn column = Column(constraints);
                bool first = TakeWord("FIRST");
                SqlIdentifier? after = TakeWord("AFTER") ? SimpleName("a column name") : null;
                columns.Add(new SqlAlteredColumn(position, column, first, after));
            }
        }
        while (several && TakeSymbol(","));
        if (several)
        {
            ExpectSymbol(")", "\",\" or \")\"");
        }

        return alter with { Columns = columns, Constraints = constraints, Watermarks = watermarks };
    }

    private SqlAlter AlterDrop(SqlAlter alter)
    {
        if (TakeWords("PRIMARY", "KEY"))
        {
            return alter with { DropsPrimaryKey = true };
        }

        if (TakeWord("CONSTRAINT"))
        {
            Name("the name of the constraint");
            return alter with { DropsPrimaryKey = true };
        }

        if (TakeWord("WATERMARK"))
        {
            return alter with { DropsWatermark = true };
        }

        return alter with { Dropped = IsSymbol("(") ? NameList("a column name") : [SimpleName("a column name")] };
    }
}

using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Type names.</summary>
internal sealed partial class Parser
{
    private SqlTypeName TypeName()
    {
        Enter();
        SqlTypeName type = BaseType();
        for (int links = 0; ; links++)
        {
            CheckChain(links, "type suffixes");
            SourcePosition position = Here;
            if (TakeWords("NOT", "NULL"))
            {
                type = type with { IsNotNull = true };
            }
            else if (IsWord("NULL") && !IsWordAt(1, "ON"))
            {
                Take();
                type = type with { IsNotNull = false };
            }

            if (IsWord("ARRAY") || IsWord("MULTISET"))
            {
                type = new SqlTypeName(position, Take().Text.ToUpperInvariant()) { Arguments = [type] };
                continue;
            }

            Leave(links);
            return type;
        }
    }

    private SqlTypeName BaseType()
    {
        SourcePosition position = Here;
        if (Current.Kind == TokenKind.QuotedName)
        {
            return new SqlTypeName(position, QualifiedName("a type").ToString());
        }

        string word = Current.Kind == TokenKind.Word ? Current.Text.ToUpperInvariant() : throw Unexpected("a type");
        switch (word)
        {
            case "INTERVAL":
                Take();
                return new SqlTypeName(position, "INTERVAL") { Interval = IntervalQualifier() };
            case "ROW":
                Take();
                return new SqlTypeName(position, "ROW") { Fields = RowFields() };
            case "ARRAY" or "MULTISET" or "MAP":
                Take();
                return new SqlTypeName(position, word) { Arguments = TypeArguments(word == "MAP" ? 2 : 1) };
            case "RAW" or "STRUCTURED" or "VARIANT":
                throw SqlException.NotSupported(position, $"The type {word}");
            default:
                return SimpleType(position, word);
        }
    }

    private SqlTypeName SimpleType(SourcePosition position, string word)
    {
        string? name = word switch
        {
            "INT" or "INTEGER" => "INT",
            "DEC" or "DECIMAL" or "NUMERIC" => "DECIMAL",
            "CHARACTER" or "CHAR" => "CHAR",
            "BOOLEAN" or "TINYINT" or "SMALLINT" or "BIGINT" or "FLOAT" or "DOUBLE" or "STRING" or "BYTES" or "VARCHAR" or "BINARY"
                or "VARBINARY" or "DATE" or "TIME" or "TIMESTAMP" or "TIMESTAMP_LTZ" => word,
            _ => null,
        };
        if (name is null)
        {
            return IsName()
                ? new SqlTypeName(position, QualifiedName("a type").ToString())
                : throw Unexpected("a type");
        }

        Take();
        if (name is "CHAR" or "BINARY" && TakeWord("VARYING"))
        {
            name = "VAR" + name;
        }

        if (name == "DOUBLE")
        {
            TakeWord("PRECISION");
        }

        int? precision = null;
        int? scale = null;
        bool parameters = name is not ("BOOLEAN" or "TINYINT" or "SMALLINT" or "INT" or "BIGINT" or "FLOAT" or "DOUBLE" or "STRING"
            or "BYTES" or "DATE");
        if (parameters && TakeSymbol("("))
        {
            precision = IntegerLiteral("a length or precision");
            if (name == "DECIMAL" && TakeSymbol(","))
            {
                scale = IntegerLiteral("a scale");
            }

            ExpectSymbol(")");
        }

        if (name is "TIME" or "TIMESTAMP")
        {
            name = ZoneSuffix(name);
        }

        return new SqlTypeName(position, name) { Precision = precision, Scale = scale };
    }

    private string ZoneSuffix(string name)
    {
        if (TakeWords("WITHOUT", "TIME", "ZONE"))
        {
            return name;
        }

        if (name == "TIMESTAMP" && TakeWords("WITH", "LOCAL", "TIME", "ZONE"))
        {
            return "TIMESTAMP_LTZ";
        }

        if (IsWord("WITH") && (IsWordAt(1, "TIME") || IsWordAt(1, "LOCAL")))
        {
            throw SqlException.NotSupported(Here, $"The type {name} WITH TIME ZONE", "Use TIMESTAMP_LTZ.");
        }

        return name;
    }

    private List<SqlTypeName> TypeArguments(int count)
    {
        ExpectSymbol("<");
        var arguments = new List<SqlTypeName> { TypeName() };
        while (arguments.Count < count)
        {
            ExpectSymbol(",");
            arguments.Add(TypeName());
        }

        ExpectClosingAngle();
        return arguments;
    }

    private void ExpectClosingAngle() => ExpectSymbol(">", "\",\" or \">\"");

    private List<SqlTypeField> RowFields()
    {
        var fields = new List<SqlTypeField>();
        bool angle = !IsSymbol("(");
        if (angle && TakeSymbol("<>"))
        {
            return fields;
        }

        ExpectSymbol(angle ? "<" : "(");
        if (TakeSymbol(angle ? ">" : ")"))
        {
            return fields;
        }

        do
        {
            SourcePosition position = Here;
            string name = Name("a field name");
            SqlTypeName type = TypeName();
            string? comment = Current.Kind == TokenKind.String ? Take().Text : null;
            fields.Add(new SqlTypeField(position, name, type, comment));
        }
        while (TakeSymbol(","));
        if (angle)
        {
            ExpectClosingAngle();
        }
        else
        {
            ExpectSymbol(")", "\",\" or \")\"");
        }

        return fields;
    }
}

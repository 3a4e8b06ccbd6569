namespace ActorStream.Connectors.Formats.Json;

/// <summary>What the encoder does with a NULL key of a map.</summary>
internal enum MapNullKeyMode
{
    /// <summary>The job fails.</summary>
    Fail,

    /// <summary>The entry is left out.</summary>
    Drop,

    /// <summary>The key is the text of <c>map-null-key.literal</c>.</summary>
    Literal,
}

/// <summary>The options of the json format, with Flink's names and defaults.</summary>
internal sealed record JsonOptions
{
    /// <summary>A field that is not in the payload fails, instead of being NULL. Default false.</summary>
    public bool FailOnMissingField { get; init; }

    /// <summary>A value that does not fit is NULL, and a payload that is not JSON gives no row. Default false.</summary>
    public bool IgnoreParseErrors { get; init; }

    /// <summary>How timestamps are written. Default SQL.</summary>
    public TimestampFormat TimestampFormat { get; init; }

    /// <summary>What becomes of a map's NULL key when encoding. Default: fail.</summary>
    public MapNullKeyMode MapNullKeyMode { get; init; }

    /// <summary>The key that stands for NULL. Default <c>null</c>.</summary>
    public string MapNullKeyLiteral { get; init; } = "null";

    /// <summary>Decimals never get an exponent when encoding. Default false.</summary>
    public bool EncodeDecimalAsPlainNumber { get; init; }

    /// <summary>NULL fields are left out when encoding. Default false.</summary>
    public bool EncodeIgnoreNullFields { get; init; }

    /// <summary>Takes the options.</summary>
    public static JsonOptions Take(TableOptions options)
    {
        var taken = new JsonOptions
        {
            FailOnMissingField = options.TakeBoolean("fail-on-missing-field", false),
            IgnoreParseErrors = options.TakeBoolean("ignore-parse-errors", false),
            TimestampFormat = TakeTimestampFormat(options),
            MapNullKeyMode = options.TakeChoice(
                "map-null-key.mode",
                MapNullKeyMode.Fail,
                ("FAIL", MapNullKeyMode.Fail),
                ("DROP", MapNullKeyMode.Drop),
                ("LITERAL", MapNullKeyMode.Literal)),
            MapNullKeyLiteral = options.Take("map-null-key.literal") ?? "null",
            EncodeDecimalAsPlainNumber = options.TakeBoolean("encode.decimal-as-plain-number", false),
            EncodeIgnoreNullFields = options.TakeBoolean("encode.ignore-null-fields", false),
        };
        // Chooses between two parsers in Flink, which read the same; there is one here.
        options.TakeBoolean("decode.json-parser.enabled", true);
        if (taken.FailOnMissingField && taken.IgnoreParseErrors)
        {
            throw new ActorStreamException(
                $"Options '{options.FullKey("fail-on-missing-field")}' and '{options.FullKey("ignore-parse-errors")}' of table "
                    + $"\"{options.Table}\" are both true.",
                ErrorDomain.User,
                hint: "Keep one of them.");
        }
        return taken;
    }

    private static TimestampFormat TakeTimestampFormat(TableOptions options) =>
        options.Take("timestamp-format.standard") switch
        {
            null or "SQL" => TimestampFormat.Sql,
            "ISO-8601" => TimestampFormat.Iso8601,
            string other => throw options.Wrong("timestamp-format.standard", "one of 'SQL', 'ISO-8601'", other),
        };
}

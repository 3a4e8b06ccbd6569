using System.Globalization;
using System.Text;

namespace ActorStream.Connectors.Formats.Csv;

/// <summary>The options of the csv format, with Flink's names and defaults.</summary>
internal sealed record CsvOptions
{
    /// <summary>What separates fields. Default: a comma.</summary>
    public byte FieldDelimiter { get; init; } = (byte)',';

    /// <summary>What encloses values, or null where nothing does. Default: a double quote.</summary>
    public byte? QuoteCharacter { get; init; } = (byte)'"';

    /// <summary>What takes the next character's meaning away, or null. Default: null.</summary>
    public byte? EscapeCharacter { get; init; }

    /// <summary>Lines that begin with <c>#</c> give no row. Default false.</summary>
    public bool AllowComments { get; init; }

    /// <summary>A value that does not fit is NULL, and a line that is no CSV gives no row. Default false.</summary>
    public bool IgnoreParseErrors { get; init; }

    /// <summary>What separates elements of ARRAY and fields of ROW. Default: a semicolon.</summary>
    public byte[] ArrayElementDelimiter { get; init; } = ";"u8.ToArray();

    /// <summary>The text that stands for NULL, or null where none does. Default: null.</summary>
    public byte[]? NullLiteral { get; init; }

    /// <summary>100 is written as <c>1E+2</c>. Default true.</summary>
    public bool WriteDecimalInScientificNotation { get; init; } = true;

    /// <summary>Takes the options.</summary>
    public static CsvOptions Take(TableOptions options)
    {
        bool disabled = options.TakeBoolean("disable-quote-character", false);
        byte? quote = TakeCharacter(options, "quote-character");
        if (disabled && quote is not null)
        {
            throw new ActorStreamException(
                $"Table \"{options.Table}\" both defines '{options.FullKey("quote-character")}' and disables it.",
                ErrorDomain.User,
                hint: "Keep one of the two options.");
        }
        string? nullLiteral = options.Take("null-literal");
        return new CsvOptions
        {
            FieldDelimiter = TakeCharacter(options, "field-delimiter") ?? (byte)',',
            QuoteCharacter = disabled ? null : quote ?? (byte)'"',
            EscapeCharacter = TakeCharacter(options, "escape-character"),
            AllowComments = options.TakeBoolean("allow-comments", false),
            IgnoreParseErrors = options.TakeBoolean("ignore-parse-errors", false),
            ArrayElementDelimiter = Encoding.UTF8.GetBytes(Unescape(options.Take("array-element-delimiter") ?? ";")),
            NullLiteral = nullLiteral is null ? null : Encoding.UTF8.GetBytes(nullLiteral),
            WriteDecimalInScientificNotation = options.TakeBoolean("write-bigdecimal-in-scientific-notation", true),
        };
    }

    private static byte? TakeCharacter(TableOptions options, string key)
    {
        string? text = options.Take(key);
        if (text is null) return null;
        string one = Unescape(text);
        bool isAscii = one.Length == 1 && one[0] is not '\n' and < (char)0x80;
        return isAscii ? (byte)one[0] : throw options.Wrong(key, "one ASCII character", text);
    }

    /// <summary>Flink takes Java's escapes in these options: <c>\t</c> is a tabulator, <c>\u0001</c> a control character.</summary>
    private static string Unescape(string text)
    {
        if (text.Length < 2 || text[0] != '\\') return text;
        if (text.Length == 6 && text[1] == 'u' && ushort.TryParse(text.AsSpan(2), NumberStyles.HexNumber, null, out ushort unit))
        {
            return ((char)unit).ToString();
        }
        return text switch
        {
            "\\t" => "\t",
            "\\\\" => "\\",
            "\\r" => "\r",
            "\\f" => "\f",
            "\\b" => "\b",
            "\\\"" => "\"",
            "\\'" => "'",
            _ => text,
        };
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Writes JSON as Jackson does for Flink: no blanks, names in order, numbers as Java's BigDecimal writes them.</summary>
internal static class JsonText
{
    /// <summary>Reads the JSON value that a text begins with; what follows it is not looked at. Null where there is none.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="element">The value.</param>
    /// <param name="output">Where to.</param>
    /// <param name="only">Names of the members to write, or null for all.</param>
    public static void Write(JsonElement element, BytesOutput output, IReadOnlyList<string>? only = null)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new SortedSet<string>(StringComparer.Ordinal);
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (only is null || only.Contains(property.Name)) names.Add(property.Name);
                }
                output.Write((byte)'{');
                bool isFirst = true;
                foreach (string name in names)
                {
                    if (!isFirst) output.Write((byte)',');
                    isFirst = false;
                    WriteString(name, output);
                    output.Write((byte)':');
                    Write(element.GetProperty(name), output);
                }
                output.Write((byte)'}');
                break;
            case JsonValueKind.Array: WriteList(element.EnumerateArray(), output); break;
            case JsonValueKind.String: WriteString(StringOf(element), output); break;
            case JsonValueKind.Number: WriteNumber(element.GetRawText(), output); break;
            default: output.Write(element.GetRawText().AsSpan()); break;
        }
    }

    /// <summary>The text of a JSON string; half of a surrogate pair, which JSON can escape, becomes a question mark.</summary>
    public static string StringOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            string raw = element.GetRawText();
            return Utf8.Decode(Utf8.Encode(JsonFunctions.Unescape(raw[1..^1]) ?? raw));
        }
    }

    /// <summary>Writes an array.</summary>
    public static void WriteList(IEnumerable<JsonElement> items, BytesOutput output)
    {
        output.Write((byte)'[');
        bool isFirst = true;
        foreach (JsonElement item in items)
        {
            if (!isFirst) output.Write((byte)',');
            isFirst = false;
            Write(item, output);
        }
        output.Write((byte)']');
    }

    /// <summary>Writes a string in quotes; only quotes, backslashes and control characters are escaped.</summary>
    public static void WriteString(ReadOnlySpan<char> text, BytesOutput output)
    {
        output.Write((byte)'"');
        while (true)
        {
            int plain = 0;
            while (plain < text.Length && text[plain] >= ' ' && text[plain] is not ('"' or '\\')) plain++;
            Utf8.Write(output, text[..plain]);
            if (plain == text.Length) break;
            char c = text[plain];
            text = text[(plain + 1)..];
            output.Write((byte)'\\');
            char letter = c switch { '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', '"' or '\\' => c, _ => 'u' };
            output.Write((byte)letter);
            if (letter == 'u') output.Write(((int)c).ToString("X4", CultureInfo.InvariantCulture).AsSpan());
        }
        output.Write((byte)'"');
    }

    /// <summary>Writes a JSON number as BigDecimal.toString writes it: integers as they are, exponents as E+10.</summary>
    public static void WriteNumber(string number, BytesOutput output)
    {
        int exponentAt = number.AsSpan().IndexOfAny('e', 'E');
        int point = number.IndexOf('.');
        if (exponentAt < 0 && point < 0)
        {
            output.Write((number == "-0" ? "0" : number).AsSpan());
            return;
        }
        string mantissa = exponentAt < 0 ? number : number[..exponentAt];
        long exponent = exponentAt < 0 ? 0 : long.Parse(number.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, null);
        long scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        BigInteger unscaled = BigInteger.Parse(mantissa.Replace(".", ""), CultureInfo.InvariantCulture);
        output.Write(BigDecimal(unscaled, scale).AsSpan());
    }

    /// <summary>BigDecimal.toString of an unscaled value and a scale.</summary>
    public static string BigDecimal(BigInteger unscaled, long scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        string sign = unscaled.Sign < 0 ? "-" : "";
        long adjusted = digits.Length - 1 - scale;
        if (scale == 0) return sign + digits;
        if (scale > 0 && adjusted >= -6)
        {
            digits = digits.PadLeft((int)scale + 1, '0');
            return $"{sign}{digits[..^(int)scale]}.{digits[^(int)scale..]}";
        }
        string fraction = digits.Length > 1 ? $"{digits[..1]}.{digits[1..]}" : digits;
        return $"{sign}{fraction}E{(adjusted < 0 ? "" : "+")}{adjusted}";
    }
}

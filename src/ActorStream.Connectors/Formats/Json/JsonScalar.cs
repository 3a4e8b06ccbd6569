namespace ActorStream.Connectors.Formats.Json;

/// <summary>The kind of a scalar token.</summary>
internal enum JsonScalarKind
{
    /// <summary>A string; its text is what it stands for.</summary>
    String,

    /// <summary>A number without point and exponent.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Fraction,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>An object or array: not read.</summary>
    Nested,
}

/// <summary>Reads a scalar for columns that take a text of their own grammar, such as numbers and times.</summary>
internal static class JsonScalar
{
    /// <summary>Reads the token at the position. A nested value is not moved over.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="text">A string's content without escapes, a number's text, or the literal.</param>
    /// <param name="buffer">Reused for strings with escapes.</param>
    public static bool Read(ref JsonReader reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref byte[] buffer)
    {
        text = default;
        kind = JsonScalarKind.Nested;
        switch (reader.Peek)
        {
            case (byte)'"':
                kind = JsonScalarKind.String;
                if (!reader.ReadString(out int start, out int length, out bool hasEscapes)) return false;
                text = reader.Text.Slice(start, length);
                if (!hasEscapes) return true;
                int written = Unescape(ref reader, start, length, ref buffer);
                if (written < 0) return false;
                text = buffer.AsSpan(0, written);
                return true;
            case (byte)'t':
                kind = JsonScalarKind.True;
                text = "true"u8;
                return reader.ReadLiteral(text);
            case (byte)'f':
                kind = JsonScalarKind.False;
                text = "false"u8;
                return reader.ReadLiteral(text);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                bool known = reader.ReadNumber(out text, out bool isInteger);
                kind = isInteger ? JsonScalarKind.Integer : JsonScalarKind.Fraction;
                return known;
            case (byte)'{' or (byte)'[':
                return true;
            default:
                return reader.FailSyntax("a JSON value");
        }
    }

    private static int Unescape(ref JsonReader reader, int start, int length, ref byte[] buffer)
    {
        if (buffer.Length < length) buffer = new byte[Math.Max(64, length)];
        int written = JsonEscapes.Unescape(reader.Text.Slice(start, length), buffer);
        if (written >= 0) return written;
        reader.Position = start;
        reader.FailSyntax("known escapes");
        return -1;
    }
}

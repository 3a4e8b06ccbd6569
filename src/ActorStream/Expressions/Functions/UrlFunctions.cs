using System.Text;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>URL_ENCODE, URL_DECODE and PARSE_URL.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("URL_ENCODE", Text("URL_ENCODE", Encode));
        yield return ("URL_DECODE", Text("URL_DECODE", Decode));
        yield return ("PARSE_URL", new SimpleFunction("PARSE_URL",
            new Form([Parameter.String, Parameter.String, Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Parse))
            { Optional = 1, Nullability = ResultNullability.Always }));
    }

    private static SimpleFunction Text(string name, BytesRow compute) => new(name,
        new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, compute))
        { Nullability = ResultNullability.Always });

    private static bool Encode(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        foreach (byte b in arguments[0].Bytes(row))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'*' or (byte)'-' or (byte)'_' or (byte)'.')
            {
                output.Write(b);
            }
            else if (b == ' ')
            {
                output.Write((byte)'+');
            }
            else
            {
                output.Write((byte)'%');
                output.Write((byte)"0123456789ABCDEF"[b >> 4]);
                output.Write((byte)"0123456789ABCDEF"[b & 15]);
            }
        }
        return true;
    }

    /// <summary>NULL where a percent sign is not followed by two hexadecimal digits.</summary>
    private static bool Decode(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        byte[] decoded = new byte[text.Length];
        int used = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                decoded[used++] = text[i] == '+' ? (byte)' ' : text[i];
                continue;
            }
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2])) return false;
            decoded[used++] = (byte)(Digit(text[i + 1]) << 4 | Digit(text[i + 2]));
            i += 2;
        }
        output.Write(Encoding.UTF8.GetString(decoded, 0, used).AsSpan());
        return true;
    }

    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool Parse(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        if (UrlParts.Parse(Utf8.Decode(arguments[0].Bytes(row))) is not { } url) return false;
        string part = Utf8.Decode(arguments[1].Bytes(row));
        string? value;
        if (arguments.Length > 2) value = part == "QUERY" ? url.QueryValue(Utf8.Decode(arguments[2].Bytes(row))) : null;
        else value = url.Part(part);
        if (value is null) return false;
        output.Write(value.AsSpan());
        return true;
    }
}

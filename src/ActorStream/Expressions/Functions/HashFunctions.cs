using System.Security.Cryptography;
using System.Text;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Digests and encodings: MD5, SHA, BASE64, HEX, BIN, ENCODE, DECODE.</summary>
internal static class HashFunctions
{
    /// <summary>Writes a digest of a known size and returns its length.</summary>
    private delegate int Digest(ReadOnlySpan<byte> source, Span<byte> destination);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
#pragma warning disable CA5350, CA5351 // Weak algorithms: SQL asks for them by name.
        yield return ("MD5", Hash("MD5", 16, MD5.HashData));
        yield return ("SHA1", Hash("SHA1", 20, SHA1.HashData));
#pragma warning restore CA5350, CA5351
        yield return ("SHA224", Hash("SHA224", 28, Sha224.HashData));
        yield return ("SHA256", Hash("SHA256", 32, SHA256.HashData));
        yield return ("SHA384", Hash("SHA384", 48, SHA384.HashData));
        yield return ("SHA512", Hash("SHA512", 64, SHA512.HashData));
        yield return ("SHA2", new SimpleFunction("SHA2",
            new Form([Parameter.StringOrBytes, Parameter.Int], DataType.VarChar(128),
                (_, a) => new BytesRowEvaluator(a, Sha2, canFail: true))));
        yield return ("TO_BASE64", new SimpleFunction("TO_BASE64",
            new Form([Parameter.StringOrBytes], DataType.String, (_, a) => new BytesRowEvaluator(a, ToBase64))));
        yield return ("FROM_BASE64", new SimpleFunction("FROM_BASE64",
            new Form([Parameter.StringOrBytes], DataType.String, (_, a) => new BytesRowEvaluator(a, FromBase64, canFail: true))));
        yield return ("ENCODE", new SimpleFunction("ENCODE",
            new Form([Parameter.String, Parameter.String], DataType.Bytes, (_, a) => new BytesRowEvaluator(a, Encode, canFail: true))));
        yield return ("DECODE", new SimpleFunction("DECODE",
            new Form([Parameter.Bytes, Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Decode, canFail: true))));
        yield return ("HEX", new SimpleFunction("HEX",
            new Form([Parameter.BigInt], DataType.String, (_, a) => new BytesRowEvaluator(a, HexNumber)),
            new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, HexText))));
        yield return ("UNHEX", new SimpleFunction("UNHEX",
            new Form([Parameter.String], DataType.Bytes, (_, a) => new BytesRowEvaluator(a, Unhex))
            { Nullability = ResultNullability.Always }));
        yield return ("BIN", new SimpleFunction("BIN",
            new Form([Parameter.BigInt], DataType.String, (_, a) => new BytesRowEvaluator(a, Bin))));
    }

    private static SimpleFunction Hash(string name, int size, Digest digest) => new(name,
        new Form([Parameter.StringOrBytes], DataType.Char(size * 2), (_, a) => new BytesRowEvaluator(a, (columns, row, _, output) =>
        {
            Write(columns[0].Bytes(row), size, digest, output);
            return true;
        })));

    private static void Write(ReadOnlySpan<byte> value, int size, Digest digest, BytesOutput output)
    {
        Span<byte> hash = stackalloc byte[64];
        digest(value, hash);
        WriteHex(hash[..size], output, "0123456789abcdef"u8);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, BytesOutput output, ReadOnlySpan<byte> digits)
    {
        Span<byte> target = output.GetSpan(bytes.Length * 2);
        for (int i = 0; i < bytes.Length; i++)
        {
            target[2 * i] = digits[bytes[i] >> 4];
            target[2 * i + 1] = digits[bytes[i] & 15];
        }
        output.Advance(bytes.Length * 2);
    }

    private static bool Sha2(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        int bits = arguments[1].Get<int>(row);
        Digest digest = bits switch
        {
            224 => Sha224.HashData,
            256 => SHA256.HashData,
            384 => SHA384.HashData,
            512 => SHA512.HashData,
            _ => throw new EvaluationException($"SHA2 takes 224, 256, 384 or 512 bits, got {bits}."),
        };
        Write(arguments[0].Bytes(row), bits / 8, digest, output);
        return true;
    }

    private static bool ToBase64(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> value = arguments[0].Bytes(row);
        System.Buffers.Text.Base64.EncodeToUtf8(value, output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length)),
            out _, out int written);
        output.Advance(written);
        return true;
    }

    /// <summary>Padding may be missing; blanks may not be there.</summary>
    private static bool FromBase64(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        byte[] padded = new byte[(text.Length + 3) / 4 * 4];
        text.CopyTo(padded);
        if (text.Length % 4 >= 2 && !text.Contains((byte)'=')) padded.AsSpan(text.Length).Fill((byte)'=');
        byte[] decoded = new byte[padded.Length];
        int written = 0;
        bool isValid = text.IndexOfAny(" \t\r\n"u8) < 0
            && System.Buffers.Text.Base64.DecodeFromUtf8(padded, decoded, out _, out written) == System.Buffers.OperationStatus.Done;
        if (!isValid) throw new EvaluationException($"FROM_BASE64 takes Base64 text, got '{Utf8.Decode(text)}'.");
        output.Write(Encoding.UTF8.GetString(decoded, 0, written).AsSpan());
        return true;
    }

    private static bool Encode(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        string text = Utf8.Decode(arguments[0].Bytes(row));
        Encoding encoding = Charset("ENCODE", arguments[1].Bytes(row));
        if (ReferenceEquals(encoding, Utf16) && text.Length > 0) output.Write(Utf16.Preamble);
        if (encoding is UTF8Encoding) Utf8.Write(output, text);
        else output.Write(encoding.GetBytes(ReplaceSurrogates(text, encoding)));
        return true;
    }

    private static bool Decode(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> bytes = arguments[0].Bytes(row);
        Encoding encoding = Charset("DECODE", arguments[1].Bytes(row));
        if (ReferenceEquals(encoding, Utf16))
        {
            if (bytes.StartsWith<byte>([0xFF, 0xFE])) encoding = Utf16Little;
            if (bytes.Length > 1 && bytes.StartsWith(encoding.Preamble)) bytes = bytes[2..];
        }
        output.Write(encoding.GetString(bytes).AsSpan());
        return true;
    }

    private static readonly UnicodeEncoding Utf16 = new(bigEndian: true, byteOrderMark: true);
    private static readonly UnicodeEncoding Utf16Big = new(bigEndian: true, byteOrderMark: false);
    private static readonly UnicodeEncoding Utf16Little = new(bigEndian: false, byteOrderMark: true);
    private static readonly Encoding AsciiOnly = OneByte("us-ascii");
    private static readonly Encoding Latin1Only = OneByte("iso-8859-1");

    private static Encoding OneByte(string name) =>
        Encoding.GetEncoding(name, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"));

    private static Encoding Charset(string function, ReadOnlySpan<byte> name)
    {
        string text = Utf8.Decode(name);
        return text.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => Encoding.UTF8,
            "UTF-16" or "UTF16" => Utf16,
            "UTF-16BE" => Utf16Big,
            "UTF-16LE" => Utf16Little,
            "US-ASCII" or "ASCII" => AsciiOnly,
            "ISO-8859-1" or "LATIN1" => Latin1Only,
            _ => OtherCharset(text) ?? throw new EvaluationException($"{function} does not know the character set '{text}'.",
                "Use UTF-8, UTF-16BE, UTF-16LE, UTF-16, or a name of IANA's such as US-ASCII, ISO-8859-1, windows-1252 or GBK."),
        };
    }

    /// <summary>Character sets of one country or system.</summary>
    private static Encoding? OtherCharset(string name)
    {
        string known = name.StartsWith("cp125", StringComparison.OrdinalIgnoreCase) ? "windows-" + name[2..] : name;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(
                known, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A code point outside of a one-byte character set becomes one question mark, also where it takes two UTF-16 units.</summary>
    private static string ReplaceSurrogates(string text, Encoding encoding)
    {
        if (encoding is UnicodeEncoding) return text;
        var replaced = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes()) replaced.Append(rune.IsBmp ? (char)rune.Value : '?');
        return replaced.ToString();
    }

    private static bool HexNumber(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        output.Write(arguments[0].Get<long>(row).ToString("X").AsSpan());
        return true;
    }

    private static bool HexText(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        WriteHex(arguments[0].Bytes(row), output, "0123456789ABCDEF"u8);
        return true;
    }

    /// <summary>With an odd number of digits the first becomes a byte 0, as in Flink; anything but digits gives NULL.</summary>
    private static bool Unhex(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        int pending = -1;
        for (int i = 0; i < text.Length; i++)
        {
            byte digit = text[i];
            int value = char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : -1;
            if (value < 0) return false;
            if (i == 0 && text.Length % 2 == 1) output.Write((byte)0);
            else if (pending < 0)
            {
                pending = value;
            }
            else
            {
                output.Write((byte)(pending << 4 | value));
                pending = -1;
            }
        }
        return true;
    }

    private static bool Bin(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        output.Write(Convert.ToString(arguments[0].Get<long>(row), 2).AsSpan());
        return true;
    }
}

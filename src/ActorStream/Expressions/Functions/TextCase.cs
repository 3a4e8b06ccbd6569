using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Letter case of UTF-8 text by Unicode's rules without a language: one letter may become several.</summary>
internal static class TextCase
{
    /// <summary>Unicode's SpecialCasing: letters whose upper case is more than one letter or not the simple mapping.</summary>
    private static readonly FrozenDictionary<int, string> SpecialUpper = Load(
        "ß=SS ŉ=ʼN ǰ=J̌ ΐ=Ϊ́ ΰ=Ϋ́ և=ԵՒ ẖ=H̱ ẗ=T̈ ẘ=W̊ ẙ=Y̊ ẚ=Aʾ ὐ=Υ̓ ὒ=Υ̓̀ ὔ=Υ̓́ ὖ=Υ̓͂ ᾀ=ἈΙ ᾁ=ἉΙ ᾂ=ἊΙ ᾃ=ἋΙ ᾄ=ἌΙ ᾅ=ἍΙ ᾆ=ἎΙ ᾇ=ἏΙ ᾈ=ἈΙ ᾉ=ἉΙ "
        + "ᾊ=ἊΙ ᾋ=ἋΙ ᾌ=ἌΙ ᾍ=ἍΙ ᾎ=ἎΙ ᾏ=ἏΙ ᾐ=ἨΙ ᾑ=ἩΙ ᾒ=ἪΙ ᾓ=ἫΙ ᾔ=ἬΙ ᾕ=ἭΙ ᾖ=ἮΙ ᾗ=ἯΙ ᾘ=ἨΙ ᾙ=ἩΙ ᾚ=ἪΙ ᾛ=ἫΙ ᾜ=ἬΙ ᾝ=ἭΙ ᾞ=ἮΙ ᾟ=ἯΙ ᾠ=ὨΙ "
        + "ᾡ=ὩΙ ᾢ=ὪΙ ᾣ=ὫΙ ᾤ=ὬΙ ᾥ=ὭΙ ᾦ=ὮΙ ᾧ=ὯΙ ᾨ=ὨΙ ᾩ=ὩΙ ᾪ=ὪΙ ᾫ=ὫΙ ᾬ=ὬΙ ᾭ=ὭΙ ᾮ=ὮΙ ᾯ=ὯΙ ᾲ=ᾺΙ ᾳ=ΑΙ ᾴ=ΆΙ ᾶ=Α͂ ᾷ=Α͂Ι ᾼ=ΑΙ ῂ=ῊΙ ῃ=ΗΙ "
        + "ῄ=ΉΙ ῆ=Η͂ ῇ=Η͂Ι ῌ=ΗΙ ῒ=Ϊ̀ ΐ=Ϊ́ ῖ=Ι͂ ῗ=Ϊ͂ ῢ=Ϋ̀ ΰ=Ϋ́ ῤ=Ρ̓ ῦ=Υ͂ ῧ=Ϋ͂ ῲ=ῺΙ ῳ=ΩΙ ῴ=ΏΙ ῶ=Ω͂ ῷ=Ω͂Ι ῼ=ΩΙ ﬀ=FF ﬁ=FI ﬂ=FL ﬃ=FFI ﬄ=FFL "
        + "ﬅ=ST ﬆ=ST ﬓ=ՄՆ ﬔ=ՄԵ ﬕ=ՄԻ ﬖ=ՎՆ ﬗ=ՄԽ");

    /// <summary>Writes a text in upper case.</summary>
    public static void WriteUpper(ReadOnlySpan<byte> text, BytesOutput output)
    {
        Ascii.ToUpper(text, output.GetSpan(text.Length), out int done);
        output.Advance(done);
        text = text[done..];
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            if (SpecialUpper.TryGetValue(rune.Value, out string? special)) output.Write(special.AsSpan());
            else Write(Rune.ToUpperInvariant(rune), output);
            text = text[consumed..];
        }
    }

    /// <summary>Writes a text in lower case; a sigma at the end of a word gets its final form.</summary>
    public static void WriteLower(ReadOnlySpan<byte> text, BytesOutput output)
    {
        Ascii.ToLower(text, output.GetSpan(text.Length), out int done);
        output.Advance(done);
        ReadOnlySpan<byte> rest = text[done..];
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out Rune rune, out int consumed);
            ReadOnlySpan<byte> before = text[..^rest.Length];
            rest = rest[consumed..];
            if (rune.Value == 'İ') output.Write("i̇"u8);
            else if (rune.Value == 'Σ') output.Write(IsFinal(before, rest) ? "ς"u8 : "σ"u8);
            else Write(Rune.ToLowerInvariant(rune), output);
        }
    }

    /// <summary>Writes a text with the first letter of each word in upper case and the rest in lower case. Only ASCII letters change
    /// and end or begin words, as in Flink.</summary>
    public static void WriteInitials(ReadOnlySpan<byte> text, BytesOutput output)
    {
        Span<byte> target = output.GetSpan(text.Length);
        bool isInside = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (char.IsAsciiLetter((char)b)) target[i] = isInside ? (byte)(b | 0x20) : (byte)(b & ~0x20);
            else target[i] = b;
            isInside = char.IsAsciiLetterOrDigit((char)b);
        }
        output.Advance(text.Length);
    }

    private static bool IsFinal(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        bool follows = false;
        while (!before.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(before, out Rune rune, out int consumed);
            before = before[..^consumed];
            if (IsIgnorable(rune)) continue;
            follows = IsCased(rune);
            break;
        }
        if (!follows) return false;
        while (!after.IsEmpty)
        {
            Rune.DecodeFromUtf8(after, out Rune rune, out int consumed);
            after = after[consumed..];
            if (IsIgnorable(rune)) continue;
            return !IsCased(rune);
        }
        return true;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(Rune rune) => rune.Value is '\'' or '.' or ':' or '·' or '’' or 0xAD
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static void Write(Rune rune, BytesOutput output) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));

    private static FrozenDictionary<int, string> Load(string table)
    {
        var map = new Dictionary<int, string>();
        foreach (string entry in table.Split(' '))
        {
            int separator = entry.IndexOf('=');
            map.Add(char.ConvertToUtf32(entry, 0), entry[(separator + 1)..]);
        }
        return map.ToFrozenDictionary();
    }
}

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
        "\u0131=I \u017F=S \u00DF=SS \u0149=\u02BCN \u01F0=J\u030C \u0390=\u0399\u0308\u0301 \u03B0=\u03A5\u0308\u0301 \u0587=\u0535\u0552 "
        + "\u1E96=H\u0331 \u1E97=T\u0308 \u1E98=W\u030A \u1E99=Y\u030A \u1E9A=A\u02BE \u1F50=\u03A5\u0313 "
        + "\u1F52=\u03A5\u0313\u0300 \u1F54=\u03A5\u0313\u0301 \u1F56=\u03A5\u0313\u0342 \u1F80=\u1F08\u0399 "
        + "\u1F81=\u1F09\u0399 \u1F82=\u1F0A\u0399 \u1F83=\u1F0B\u0399 \u1F84=\u1F0C\u0399 \u1F85=\u1F0D\u0399 "
        + "\u1F86=\u1F0E\u0399 \u1F87=\u1F0F\u0399 \u1F88=\u1F08\u0399 \u1F89=\u1F09\u0399 \u1F8A=\u1F0A\u0399 "
        + "\u1F8B=\u1F0B\u0399 \u1F8C=\u1F0C\u0399 \u1F8D=\u1F0D\u0399 \u1F8E=\u1F0E\u0399 \u1F8F=\u1F0F\u0399 "
        + "\u1F90=\u1F28\u0399 \u1F91=\u1F29\u0399 \u1F92=\u1F2A\u0399 \u1F93=\u1F2B\u0399 \u1F94=\u1F2C\u0399 "
        + "\u1F95=\u1F2D\u0399 \u1F96=\u1F2E\u0399 \u1F97=\u1F2F\u0399 \u1F98=\u1F28\u0399 \u1F99=\u1F29\u0399 "
        + "\u1F9A=\u1F2A\u0399 \u1F9B=\u1F2B\u0399 \u1F9C=\u1F2C\u0399 \u1F9D=\u1F2D\u0399 \u1F9E=\u1F2E\u0399 "
        + "\u1F9F=\u1F2F\u0399 \u1FA0=\u1F68\u0399 \u1FA1=\u1F69\u0399 \u1FA2=\u1F6A\u0399 \u1FA3=\u1F6B\u0399 "
        + "\u1FA4=\u1F6C\u0399 \u1FA5=\u1F6D\u0399 \u1FA6=\u1F6E\u0399 \u1FA7=\u1F6F\u0399 \u1FA8=\u1F68\u0399 "
        + "\u1FA9=\u1F69\u0399 \u1FAA=\u1F6A\u0399 \u1FAB=\u1F6B\u0399 \u1FAC=\u1F6C\u0399 \u1FAD=\u1F6D\u0399 "
        + "\u1FAE=\u1F6E\u0399 \u1FAF=\u1F6F\u0399 \u1FB2=\u1FBA\u0399 \u1FB3=\u0391\u0399 \u1FB4=\u0386\u0399 "
        + "\u1FB6=\u0391\u0342 \u1FB7=\u0391\u0342\u0399 \u1FBC=\u0391\u0399 \u1FC2=\u1FCA\u0399 \u1FC3=\u0397\u0399 "
        + "\u1FC4=\u0389\u0399 \u1FC6=\u0397\u0342 \u1FC7=\u0397\u0342\u0399 \u1FCC=\u0397\u0399 \u1FD2=\u0399\u0308\u0300 "
        + "\u1FD3=\u0399\u0308\u0301 \u1FD6=\u0399\u0342 \u1FD7=\u0399\u0308\u0342 \u1FE2=\u03A5\u0308\u0300 "
        + "\u1FE3=\u03A5\u0308\u0301 \u1FE4=\u03A1\u0313 \u1FE6=\u03A5\u0342 \u1FE7=\u03A5\u0308\u0342 \u1FF2=\u1FFA\u0399 "
        + "\u1FF3=\u03A9\u0399 \u1FF4=\u038F\u0399 \u1FF6=\u03A9\u0342 \u1FF7=\u03A9\u0342\u0399 \u1FFC=\u03A9\u0399 "
        + "\uFB00=FF \uFB01=FI \uFB02=FL \uFB03=FFI \uFB04=FFL \uFB05=ST \uFB06=ST \uFB13=\u0544\u0546 \uFB14=\u0544\u0535 "
        + "\uFB15=\u0544\u053B \uFB16=\u054E\u0546 \uFB17=\u0544\u053D");

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
            if (rune.Value == 0x130) output.Write("i\u0307"u8);
            else if (rune.Value == 0x3A3) output.Write(IsFinal(before, rest) ? "\u03C2"u8 : "\u03C3"u8);
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

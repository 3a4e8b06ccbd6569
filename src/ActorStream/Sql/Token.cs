using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>What a token is.</summary>
internal enum TokenKind { Word, QuotedName, String, Binary, Number, ApproximateNumber, Symbol, Error, End }

/// <summary>A token: words as written, names and strings without quotes, symbols canonical.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, SourcePosition Position, int End)
{
    public bool IsWord(string keyword) => Kind == TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>How an error message names the token.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the statement",
        TokenKind.String => $"the string '{Shorten(Text)}'",
        TokenKind.Binary => $"the binary string X'{Shorten(Text)}'",
        TokenKind.QuotedName => $"the name `{Shorten(Text)}`",
        TokenKind.Word when Keywords.IsReserved(Text) => $"the keyword {Text.ToUpperInvariant()}",
        _ => $"\"{Shorten(Text)}\"",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "...";
}

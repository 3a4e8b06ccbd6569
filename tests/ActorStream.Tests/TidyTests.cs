using System.Text.RegularExpressions;
using ActorStream.Tests.Support;

namespace ActorStream.Tests;

/// <summary>The style rules that no analyzer checks.</summary>
public sealed partial class TidyTests
{
    private const int MaxFileLines = 600, MaxMemberLines = 70, MaxLineLength = 140;

    private static readonly string[] Code = [.. SourceTree.Files("src", ".cs"), .. SourceTree.Files("tests", ".cs")];

    // In halves, so that this file passes its own test.
    private static readonly string[] Forbidden =
        ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#reg" + "ion", "/wo" + "rk/", "work" + "place", "sub" + "agent"];

    [Fact]
    public void FilesAreShort() => Check(Code, static file =>
    {
        int lines = SourceTree.Lines(file).Length;
        return lines > MaxFileLines ? [$"{file}: {lines} lines"] : [];
    });

    [Fact]
    public void LinesAreShort() => Check(Code, static file =>
        SourceTree.Lines(file).Index().Where(static l => l.Item.Length > MaxLineLength)
            .Select(l => $"{file}:{l.Index + 1}: {l.Item.Length} characters"));

    [Fact]
    public void MethodsAreShort() => Check(Code, static file =>
        CSharpText.Members(SourceTree.Text(file)).Where(static m => m.Lines > MaxMemberLines)
            .Select(m => $"{file}:{m.Line}: {m.Lines} lines"));

    [Fact]
    public void TypesAreNamedForWhatTheyDo() => Check(Code, static file =>
        CSharpText.TypeNames(SourceTree.Text(file)).Where(static n => VagueName().IsMatch(n)).Select(n => $"{file}: {n}"));

    [Fact]
    public void AFileWithOneTypeBearsItsName() => Check(SourceTree.Files("src", ".cs"), static file =>
    {
        string name = Path.GetFileName(file).Split('.')[0];
        string[] types = [.. CSharpText.TypeNames(SourceTree.Text(file))];
        return types.Length != 1 || types[0] == name ? [] : [$"{file}: declares {types[0]}"];
    });

    [Fact]
    public void NamespacesEqualFolders() => Check(Code, static file =>
    {
        // Contract tests are compiled into both test projects, under one namespace.
        if (file.Contains("IntegrationTests/", StringComparison.Ordinal)) return [];
        string[] parts = file.Split('/');
        string expected = string.Join('.', parts[1..^1]);
        Match found = Namespace().Match(CSharpText.Mask(SourceTree.Text(file)));
        return !found.Success || found.Groups[1].Value == expected ? [] : [$"{file}: {found.Groups[1].Value} instead of {expected}"];
    });

    [Fact]
    public void NothingIsLeftUndoneAndNothingSpeaksOfItsMaking()
    {
        string[] extensions = [".cs", ".md", ".sql", ".conf", ".sh", ".yaml", ".csproj", ".props", ".targets"];
        string[] files = [.. SourceTree.Files("", extensions), ".ci/run"];
        Check(files.Where(static f => File.Exists(Path.Combine(SourceTree.Root, f))), static file =>
            SourceTree.Lines(file).Index().SelectMany(l =>
                Forbidden.Where(word => l.Item.Contains(word, StringComparison.Ordinal))
                    .Select(word => $"{file}:{l.Index + 1}: {word}")));
    }

    [Fact]
    public void NoMethodIsAsyncVoid() => Check(SourceTree.Files("src", ".cs"), static file =>
        CSharpText.Mask(SourceTree.Text(file)).Contains("async void", StringComparison.Ordinal) ? [file] : []);

    /// <summary>A job runs on its dispatcher alone, so that a simulation can run all of it.</summary>
    [Fact]
    public void OnlyTheDispatcherKnowsTheThreadPool() => Check(
        SourceTree.Files("src/ActorStream", ".cs").Where(static f => Path.GetFileName(f) != "Dispatcher.cs"),
        static file => LeavesTheDispatcher().Matches(CSharpText.Mask(SourceTree.Text(file))).Select(m => $"{file}: {m.Value}"));

    [Fact]
    public void LinksInDocumentsLeadSomewhere() => Check(SourceTree.Files("", ".md"), static file =>
        Link().Matches(WithoutCode(SourceTree.Text(file))).Select(static m => m.Groups[1].Value)
            .Where(target => !IsReachable(file, target)).Select(target => $"{file}: {target}"));

    private static void Check(IEnumerable<string> files, Func<string, IEnumerable<string>> rule)
    {
        string[] found = [.. files.SelectMany(rule).Order(StringComparer.Ordinal)];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static string WithoutCode(string markdown) => CodeBlock().Replace(markdown, "");

    private static bool IsReachable(string file, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) return true;
        string[] parts = target.Split('#', 2);
        string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, file))!;
        string path = parts[0].Length == 0 ? Path.Combine(SourceTree.Root, file) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        if (parts.Length == 1 || parts[1].Length == 0 || Directory.Exists(path)) return File.Exists(path) || Directory.Exists(path);
        return File.Exists(path) && Heading().Matches(File.ReadAllText(path)).Any(m => Anchor(m.Groups[1].Value) == parts[1]);
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Replace(' ', '-').Where(static c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    [GeneratedRegex(@"RunContinuationsAsynchronously|\.CancelAsync\(\)|SemaphoreSlim|Task\.Run\(|ConfigureAwait|TaskScheduler\.Default"
        + @"|ThreadPool\.\w*Queue|PeriodicTimer|new Timer\(")]
    private static partial Regex LeavesTheDispatcher();

    [GeneratedRegex("Helper|Manager|Utils|Util$|Impl$|Base$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#{1,6}\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

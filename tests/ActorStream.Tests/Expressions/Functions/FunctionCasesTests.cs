using System.Globalization;
using System.Text;
using ActorStream.Expressions;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Expressions.Functions;

/// <summary>
/// Tables of calls with what Flink 2.2.1 answers, in <c>Cases/*.cases</c>: the expression, its type, its value, between tabs. REFUSED in
/// place of the type: the call does not pass validation. ERROR in place of the value: evaluating it fails the job. FAILS: either.
/// </summary>
public class FunctionCasesTests
{
    [Theory]
    [InlineData("numbers")]
    [InlineData("collections")]
    [InlineData("hashes")]
    [InlineData("strings")]
    [InlineData("json")]
    [InlineData("regex")]
    [InlineData("time")]
    public void AnswersEqualFlinks(string table)
    {
        var failures = new StringBuilder();
        TimeZoneInfo zone = TimeZoneInfo.Utc;
        int count = 0;
        foreach (string line in SourceTree.Text($"tests/ActorStream.Tests/Expressions/Functions/Cases/{table}.cases").Split('\n'))
        {
            if (line.StartsWith("# ZONE ", StringComparison.Ordinal)) zone = TimeZoneInfo.FindSystemTimeZoneById(line[7..]);
            if (line.Length == 0 || line[0] == '#') continue;
            count++;
            string[] parts = line.Split('\t');
            string expected = parts[1] is "REFUSED" or "FAILS" ? parts[1] : parts[2] == "ERROR" ? "ERROR" : $"{parts[1]}\t{parts[2]}";
            string got = Answer(parts[0], zone);
            if (!IsSame(expected, got)) failures.AppendLine($"{parts[0]}\n  expected {expected}\n  got      {got}");
        }
        Assert.True(failures.Length == 0, failures.ToString());
        Assert.NotEqual(0, count);
    }

    private static string Answer(string text, TimeZoneInfo zone)
    {
        try
        {
            Expression? expression = ExpressionText.Bind(text);
            return expression is null ? "REFUSED" : $"{expression.Type}\t{ExpressionText.Evaluate(expression, zone)}";
        }
        catch (SqlException)
        {
            return "REFUSED";
        }
        catch (Exception missing) when (missing is NotSupportedException or System.Diagnostics.UnreachableException)
        {
            return "MISSING " + missing.Message;
        }
        catch (EvaluationException)
        {
            return "ERROR";
        }
    }

    /// <summary>Numbers are compared as numbers; the last digits of trigonometry may differ.</summary>
    private static bool IsSame(string expected, string got)
    {
        if (expected == got || (expected == "FAILS" && got is "REFUSED" or "ERROR")) return true;
        string[] e = expected.Split('\t'), g = got.Split('\t');
        return e.Length == 2 && g.Length == 2 && e[0] == g[0] && (e[0].StartsWith("DOUBLE") || e[0].StartsWith("FLOAT"))
            && double.TryParse(e[1], CultureInfo.InvariantCulture, out double wanted)
            && double.TryParse(g[1], CultureInfo.InvariantCulture, out double value)
            && (wanted.Equals(value) || Math.Abs(wanted - value) <= Math.Abs(wanted) * 4e-16);
    }
}

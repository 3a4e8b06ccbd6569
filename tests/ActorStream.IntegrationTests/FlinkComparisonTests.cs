using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests;

/// <summary>
/// Asks the reference itself, so that the recorded answers of SqlScripts, which the unit tests compare with, are seen to be Flink's.
/// A sample that shares one process; <c>tests/record_flink.py --check</c> compares all of them.
/// </summary>
public sealed class FlinkComparisonTests
{
    [RequiresFlinkFact]
    public async Task TheRecordedAnswersAreFlinks()
    {
        string recorder = Path.Combine(Machine.Checkout, "tests", "record_flink.py");
        string[] sample =
            ["arithmetic/decimal_*", "cast/string_to_*", "predicates/between*", "strings/sub*", "time/extract*", "select/view*"];
        await using ChildProcess check = ChildProcess.Start(
            "python3", [recorder, "--check", "--quick", "--jobs", "1", "--flink", $"{Missing.FlinkScript} sql", .. sample]);
        ProcessResult result = await check.WaitForExitAsync(TimeSpan.FromMinutes(5));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}

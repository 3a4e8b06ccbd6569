using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class StatementInputTests
{
    [Theory]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT 1", false)]
    [InlineData("SELECT 1; -- done", true)]
    [InlineData("SELECT 1; /* done; */\n", true)]
    [InlineData("SELECT 1 -- ;", false)]
    [InlineData("SELECT 1 -- BEGIN\n;", true)]
    [InlineData("SELECT 1 // BEGIN\r;", true)]
    [InlineData("SELECT /* BEGIN */ 1;", true)]
    [InlineData("SELECT /* ;", false)]
    [InlineData("SELECT 'a;", false)]
    [InlineData("SELECT 'a;\nb';", true)]
    [InlineData("SELECT 'it''s; BEGIN';", true)]
    [InlineData("SELECT `a;", false)]
    [InlineData("SELECT `BEGIN`;", true)]
    [InlineData("SELECT 6/2;", true)]
    [InlineData("SELECT 6-2;", true)]
    [InlineData("SELECT CASE WHEN a THEN 1 END FROM beginner;", true)]
    [InlineData("BEGIN STATEMENT SET;", false)]
    [InlineData("BEGIN STATEMENT SET; INSERT INTO t SELECT CASE WHEN a THEN 1 END FROM s;", false)]
    [InlineData("BEGIN STATEMENT SET; INSERT INTO t SELECT 1; END;", true)]
    [InlineData("EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; END", false)]
    [InlineData("execute statement set begin insert into t select 1; end;", true)]
    [InlineData(";", true)]
    [InlineData("", false)]
    [InlineData("SELECT 1; SELECT", false)]
    public void AStatementIsCompleteAtItsSemicolon(string text, bool isComplete) =>
        Assert.Equal(isComplete, StatementInput.IsComplete(text));
}

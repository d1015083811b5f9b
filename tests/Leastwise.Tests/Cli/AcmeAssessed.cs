namespace Leastwise.Tests.Cli;

/// <summary>The main job on the sample organization, run once for all tests that only look at what it said and wrote.</summary>
internal sealed class AcmeAssessed
{
    private static readonly Lazy<AcmeAssessed> Run = new(static () => new AcmeAssessed());

    private AcmeAssessed()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Report = folder.PathOf("report");
        Result = LeastwiseProgram.Run("assess", "samples/acme", "-o", Report);
    }

    /// <summary>The run, which the first test that asks for it waits for.</summary>
    public static AcmeAssessed Once => Run.Value;

    /// <summary>The folder of <c>report.html</c> and <c>report.json</c>.</summary>
    public string Report { get; }

    /// <summary>What the program said.</summary>
    public ProgramResult Result { get; }
}

namespace Leastwise.Tests.Cli;

/// <summary>The main job through the real program on real accounts and real logs, which stand beside the checkout where they are to be had.</summary>
public sealed class RealInputTests
{
    public static TheoryData<string> Accounts => Entries(Path.Combine("iam"), Directory.EnumerateFiles, SearchOption.AllDirectories);

    public static TheoryData<string> Logs => Entries("cloudtrail", Directory.EnumerateDirectories, SearchOption.TopDirectoryOnly);

    [SkippableTheory]
    [MemberData(nameof(Accounts))]
    public void It_runs_to_its_end_on_every_account(string file)
    {
        Skip.IfNot(Directory.Exists(Repository.SharedData), Repository.NoSharedData);
        using var folder = new TemporaryFolder();
        ProgramResult result = LeastwiseProgram.Run("assess", "--iam", Path.Combine(Repository.SharedData, file), "-o", folder.PathOf("report"));
        EndsWell(result, file);
    }

    [SkippableTheory]
    [MemberData(nameof(Logs))]
    public void It_runs_to_its_end_on_every_folder_of_logs_and_names_what_it_could_not_read(string logs)
    {
        Skip.IfNot(Directory.Exists(Repository.SharedData), Repository.NoSharedData);
        using var folder = new TemporaryFolder();
        ProgramResult result = LeastwiseProgram.Run(
            "assess", "--iam", "samples/acme/iam/111111111111.json", "--trail", Path.Combine(Repository.SharedData, logs), "-o", folder.PathOf("report"));
        EndsWell(result, logs);
        File.Exists(folder.PathOf("report", "report.html")).ShouldBeTrue();
    }

    private static void EndsWell(ProgramResult result, string input)
    {
        result.ExitCode.ShouldBeOneOf(0, 3);
        result.Error.ShouldNotContain("   at ", customMessage: input);
        result.Error.ShouldNotContain("Unhandled");
        if (result.ExitCode == 3)
        {
            result.Error.ShouldContain(Path.GetFileName(input));
        }
    }

    private static TheoryData<string> Entries(string folder, Func<string, string, SearchOption, IEnumerable<string>> list, SearchOption depth)
    {
        string root = Path.Combine(Repository.SharedData, folder);
        // A theory needs a row even where there is nothing to try; the test then skips with its reason.
        return Directory.Exists(root)
            ? [.. list(root, "*", depth).Select(entry => Path.GetRelativePath(Repository.SharedData, entry)).Order(StringComparer.Ordinal)]
            : ["(no data)"];
    }
}

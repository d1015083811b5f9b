using System.Text.RegularExpressions;
using Leastwise.Tests.Cli;

namespace Leastwise.Tests.Reporting;

/// <summary>
/// The types that the page's modules state in their comments, held against what they do, by TypeScript's compiler. It is no part of the build: LEASTWISE_TYPESCRIPT
/// names the unpacked npm package <c>typescript</c>, and Node.js runs it; the test is skipped where one of them is not there.
/// </summary>
public sealed partial class PageTypesTests
{
    [SkippableFact]
    public void The_modules_keep_to_the_types_that_they_state()
    {
        string compiler = Path.Combine(Environment.GetEnvironmentVariable("LEASTWISE_TYPESCRIPT") ?? "", "lib", "tsc.js");
        Skip.IfNot(File.Exists(compiler), "No TypeScript: 'npm pack typescript', unpack it, and let LEASTWISE_TYPESCRIPT name its folder 'package'.");
        string? node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "node"), Path.Combine(folder, "node.exe") }).FirstOrDefault(File.Exists);
        Skip.If(node is null, "No Node.js on the PATH, which runs the compiler.");
        ProgramResult result = LeastwiseProgram.RunProgram(node, [compiler, "-p", Repository.PathOf("src", "Leastwise", "Reporting", "Page", "tsconfig.json")], timeoutSeconds: 600);
        result.Out.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0, result.Error);
    }

    [Fact]
    public void No_two_modules_have_the_same_name_since_they_become_one_script()
    {
        string[] modules = Directory.GetFiles(Repository.PathOf("src", "Leastwise", "Reporting", "Page"), "*.js");
        modules.Where(module => Path.GetFileName(module) != "difference.js").SelectMany(File.ReadLines).Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)
            .GroupBy(name => name, StringComparer.Ordinal).Where(names => names.Count() > 1).Select(names => names.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_module_asks_to_be_checked()
    {
        string[] modules = Directory.GetFiles(Repository.PathOf("src", "Leastwise", "Reporting", "Page"), "*.js");
        modules.ShouldNotBeEmpty();
        modules.Where(module => !File.ReadAllText(module).StartsWith("// @ts-check\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^(export )?(async )?(function|const|let) +(?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}

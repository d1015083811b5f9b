using Leastwise.Trail;

namespace Leastwise.Tests.Trail;

public sealed class TrailFilesTests
{
    [Fact]
    public void Folders_are_searched_at_any_depth_in_ordinal_order_and_loops_of_links_end()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b/two.json", "");
        folder.Write("B/one.json", "");
        folder.Write("b/deep/er/three.gz", "");
        folder.Write("b/.hidden", "");
        Directory.CreateSymbolicLink(folder.PathOf("b", "loop"), folder.Root);
        string[] found = [.. TrailFiles.Find([folder.Root]).Select(file => Path.GetRelativePath(folder.Root, file.Path))];
        found.ShouldBe(["B/one.json", "b/deep/er/three.gz", "b/two.json"]);
    }

    [Fact]
    public void A_path_that_is_not_there_is_named_and_the_rest_is_found()
    {
        using var folder = new TemporaryFolder();
        string there = folder.Write("log.json", "");
        TrailFile[] found = [.. TrailFiles.Find(["/nowhere", there, there])];
        found.Select(file => file.Path).ShouldBe(["/nowhere", there]);
        found[0].Problem?.ToString().ShouldBe("/nowhere: '/nowhere' does not exist; check the path.");
    }
}

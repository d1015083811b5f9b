using BenchmarkDotNet.Attributes;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;

namespace Leastwise.Bench;

/// <summary>Questions to a large account whose grants are loaded: 25,000 roles, 9,000 policies, boundaries, three levels of service control policies.</summary>
[MemoryDiagnoser]
public class WhoCanBenchmarks
{
    private readonly CatalogAction read = ActionCatalog.Default.Find("s3:GetObject")!;
    private readonly CatalogAction pass = ActionCatalog.Default.Find("iam:PassRole")!;
    private WhoCan whoCan = null!;

    [GlobalSetup]
    public void Load()
    {
        (AccountSnapshot account, OrganizationSnapshot organization) = LargeAccount.Make(25_000, policies: 9_000);
        whoCan = new WhoCan(ActionCatalog.Default, new GrantCalculator(ActionCatalog.Default), [account], new PolicyLookup([account], organization, ResourcePolicies.None));
    }

    [Benchmark]
    public int Who_can_pass_roles() => whoCan.Ask(pass, null, null).Holding.Length;

    [Benchmark]
    public int Who_can_read_objects() => whoCan.Ask(read, null, null).Holding.Length;

    [Benchmark]
    public int Who_can_read_this_object() => whoCan.Ask(read, "arn:aws:s3:::data/app-1234/a.txt", null).Holding.Length;
}

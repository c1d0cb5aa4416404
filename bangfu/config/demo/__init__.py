"""The demonstration counties: published facts of real places, every person, number and contact invented.

They are built by calling the same actions as everybody else, from readable facts files. No total is stored.
"""
